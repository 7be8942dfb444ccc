import type { HttpResponseInit } from '@azure/functions';
import { type DurableClient, isDurableClientError, type JsonResponse } from '@perdura/durable-client';
import { approveExpense, type Decision, type Expense } from './expenses.ts';

/** Starts the approval, and answers 202 with links to look at it. */
export async function submitExpense(
  client: DurableClient,
  url: string,
  body: unknown,
): Promise<HttpResponseInit | JsonResponse> {
  if (!isExpense(body)) return badRequest('an expense has employee, department, purpose, amountCents, hoursToDecide');
  const instanceId = await client.startNew(approveExpense, body);
  return client.createCheckStatusResponse({ url }, instanceId);
}

/** Hands a manager's decision over. */
export async function decideExpense(client: DurableClient, id: string, body: unknown): Promise<HttpResponseInit> {
  if (!isDecision(body)) return badRequest('a decision has isApproved and by');
  try {
    await client.raiseEvent(id, 'decision', body);
    return { status: 202 };
  } catch (error) {
    if (!isDurableClientError(error)) throw error;
    if (error.code === 'not-found') return { status: 404, jsonBody: { message: `There is no expense ${id}.` } };
    if (error.code === 'gone') return { status: 409, jsonBody: { message: `Expense ${id} is settled.` } };
    throw error;
  }
}

function isExpense(body: unknown): body is Expense {
  const { employee, department, purpose, amountCents, hoursToDecide } = (body ?? {}) as Partial<Expense>;
  return (
    [employee, department, purpose].every((text) => typeof text === 'string' && text !== '') &&
    [amountCents, hoursToDecide].every((amount) => typeof amount === 'number' && amount > 0)
  );
}

function isDecision(body: unknown): body is Decision {
  const { isApproved, by } = (body ?? {}) as Partial<Decision>;
  return typeof isApproved === 'boolean' && typeof by === 'string';
}

function badRequest(message: string): HttpResponseInit {
  return { status: 400, jsonBody: { message } };
}
