import { app, input, trigger } from '@azure/functions';
import { DurableClient } from '@perdura/durable-client';
import { registerWithAzureFunctions } from '@perdura/durable-core/azure-functions';
import { decideExpense, submitExpense } from './expense-requests.ts';
import { expenseFunctions } from './expenses.ts';

const { clientInput, readClientBinding } = registerWithAzureFunctions({ app, trigger, input }, expenseFunctions);

app.http('submit_expense', {
  methods: ['POST'],
  route: 'expenses',
  extraInputs: [clientInput],
  handler: async (request, context) =>
    submitExpense(new DurableClient(readClientBinding(context)), request.url, await request.json()),
});

app.http('decide_expense', {
  methods: ['POST'],
  route: 'expenses/{id}/decision',
  extraInputs: [clientInput],
  handler: async (request, context) =>
    decideExpense(new DurableClient(readClientBinding(context)), request.params.id ?? '', await request.json()),
});
