import { activity, entity, type OrchestrationContext, orchestration } from '@perdura/durable-core';

/** What somebody wants back. */
export interface Expense {
  readonly employee: string;
  readonly department: string;
  readonly amountCents: number;
  readonly purpose: string;
  /** How long the manager has for an answer, in hours. */
  readonly hoursToDecide: number;
}

/** Data of the `decision` event. */
export interface Decision {
  readonly isApproved: boolean;
  readonly by: string;
}

/** What becomes of an expense. */
export type ExpenseResult =
  | { readonly status: 'reimbursed'; readonly paymentId: string }
  | { readonly status: 'refused'; readonly reason: string };

/** Expenses up to this are nobody's decision, in cents. */
const decisionLimitCents = 5_000;

/** What every department may spend, in cents. */
const yearlyBudgetCents = 100_000;

/** What a department has left. One operation at a time, however many expenses ask. */
const budget = entity('budget', {
  initialState: { leftCents: yearlyBudgetCents },
  operations: {
    /** Takes an amount, if there is as much; tells whether there was. */
    take: (state, amountCents: number) => {
      if (amountCents > state.leftCents) return false;
      state.leftCents -= amountCents;
      return true;
    },
    giveBack: (state, amountCents: number) => {
      state.leftCents += amountCents;
    },
  },
});

const askManager = activity('ask_manager', ({ employee, amountCents, purpose }: Expense, { instanceId, log }) => {
  log.info(`${instanceId}: ${employee} asks for ${amountCents / 100} for ${purpose}`);
});

/** The instance's id makes a payment that is asked for twice the same payment. */
const reimburse = activity('reimburse', ({ employee }: Expense, { instanceId, log }) => {
  log.info(`${instanceId}: paying ${employee}`);
  return `payment-${instanceId}`;
});

export const approveExpense = orchestration(
  'approve_expense',
  async (ctx: OrchestrationContext<Expense>): Promise<ExpenseResult> => {
    const { department, amountCents, hoursToDecide } = ctx.input;

    const hasBudget = await ctx.callEntity(budget, department, 'take', amountCents);
    if (!hasBudget) return { status: 'refused', reason: `${department} has spent its budget` };
    const giveBack = () => ctx.callEntity(budget, department, 'giveBack', amountCents);
    ctx.compensate(giveBack);

    if (amountCents > decisionLimitCents) {
      await ctx.callActivity(askManager, ctx.input);
      ctx.setCustomStatus('waiting for a decision');
      const answer = await ctx.waitForEventWithTimeout<Decision>('decision', hoursToDecide * 60 * 60 * 1_000);
      if (answer.timedOut || !answer.value.isApproved) {
        await giveBack();
        return { status: 'refused', reason: answer.timedOut ? 'no decision in time' : `refused by ${answer.value.by}` };
      }
    }

    const retry = { maxNumberOfAttempts: 5, firstRetryIntervalMs: 5_000, backoffCoefficient: 2 };
    return { status: 'reimbursed', paymentId: await ctx.callActivityWithRetry(reimburse, retry, ctx.input) };
  },
);

/** Everything the app runs. */
export const expenseFunctions = [budget, askManager, reimburse, approveExpense];
