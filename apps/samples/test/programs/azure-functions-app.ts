// The Azure Functions app on the embedded host, in a process of its own: modules of a test runner are not those the app's libraries load.
// Prints what happened as one line of JSON.
import { DurableClient } from '@perdura/durable-client';
import { DurableHost } from '@perdura/durable-host';
import { loadFunctionsApp } from '@perdura/durable-host/worker';
import { decideExpense, submitExpense } from '../../azure-functions/src/expense-requests.ts';
import type { Expense } from '../../azure-functions/src/expenses.ts';

const expense: Expense = {
  ...{ employee: 'Ada', department: 'research', purpose: 'punched cards' },
  ...{ amountCents: 60_000, hoursToDecide: 24 },
};
const silent = { debug() {}, info() {}, warn() {}, error() {} };

// from its main module, as the Functions host loads it
const functions = await loadFunctionsApp(() => import('../../azure-functions/src/index.ts'), { log: silent });
const host = await DurableHost.open({ database: ':memory:', functions, log: silent });
const client = new DurableClient({ baseUrl: (await host.listen({ port: 0 })).baseUrl });

async function submit(changed: Partial<Expense> = {}): Promise<string> {
  const answer = await submitExpense(client, 'http://127.0.0.1/api/expenses', { ...expense, ...changed });
  if (!(answer instanceof Response)) throw new Error(JSON.stringify(answer));
  return ((await answer.json()) as { readonly id: string }).id;
}

const resultOf = async (id: string) => (await client.waitForCompletion(id)).output;
const budgetOf = async (key: string) => (await client.readEntity({ name: 'budget', key }))?.state;

const small = await submit({ amountCents: 4_000, department: 'sales' });
const smallResult = await resultOf(small);

const large = await submit();
await host.whenIdle();
const { customStatus } = (await client.queryStatus(large)) ?? {};
const tooMuch = await resultOf(await submit());
const taken = await decideExpense(client, large, { isApproved: false, by: 'Grace' });
const refused = await resultOf(large);

const other = await submit();
await host.whenIdle();
await decideExpense(client, other, { isApproved: true, by: 'Grace' });
const approved = await resultOf(other);

const answers = {
  ...{ smallResult, isPaidOnce: JSON.stringify(smallResult).includes(small), customStatus, tooMuch, refused },
  ...{ approved: { ...(approved as object), paymentId: undefined } },
  budgets: { sales: await budgetOf('sales'), research: await budgetOf('research') },
  statuses: {
    taken: taken.status,
    noExpense: (await submitExpense(client, 'http://127.0.0.1/', { employee: 'Ada' })).status,
    noDecision: (await decideExpense(client, large, 'yes')).status,
    unknown: (await decideExpense(client, 'nobody', { isApproved: true, by: 'Grace' })).status,
    settled: (await decideExpense(client, large, { isApproved: true, by: 'Grace' })).status,
  },
};
console.log(JSON.stringify(answers));
await host.close();
