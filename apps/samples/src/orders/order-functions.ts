import { setTimeout as delay } from 'node:timers/promises';
import {
  type ActivityDefinition,
  activity,
  type OrchestrationContext,
  type OrchestrationDefinition,
  orchestration,
} from '@perdura/durable-core';
import { APPROVAL_LIMIT_CENTS, type Order, type OrderLine } from './shop.ts';
import { attemptsOf, describeAttempts, type Effect, type ShopDatabase } from './shop-database.ts';

/** What the order workflow answers. */
export type OrderResult =
  | { readonly orderId: string; readonly status: 'paid'; readonly totalCents: number; readonly receipt: string }
  | { readonly orderId: string; readonly status: 'cancelled'; readonly reason: string };

/** Data of the `approval` event. */
export interface Approval {
  readonly isApproved: boolean;
  readonly by: string;
}

/** How often a reservation asks a supplier that does not answer, in milliseconds. */
const SUPPLIER_POLL_MS = 50;

/** The order workflow over the shop's database, and the activities it calls. */
export function createOrderFunctions(
  database: ShopDatabase,
): readonly (OrchestrationDefinition | ActivityDefinition)[] {
  const recordEffect = (effect: Effect) => database.effects.upsertItem(effect);

  const reserveStock = activity(
    'reserve_stock',
    async ({ orderId, product, quantity }: OrderLine & { orderId: string }, { log, signal }): Promise<number> => {
      const { resource, diagnostics } = await database.products.readItem(product, product);
      while (!(await database.suppliers.readItem(resource.supplier, resource.supplier)).resource.isAnswering) {
        await delay(SUPPLIER_POLL_MS, undefined, { signal });
      }
      const readAttempts = attemptsOf(diagnostics);
      const detail = `${quantity} × ${resource.name}`;
      const written = await recordEffect({ id: `reserve-${product}`, orderId, detail, readAttempts, failedTries: 0 });
      const writeAttempts = attemptsOf(written.diagnostics);
      log.info(
        `${orderId} reserves ${detail}: read ${describeAttempts(readAttempts)}, write ${describeAttempts(writeAttempts)}`,
      );
      return quantity * resource.priceCents;
    },
  );

  const releaseStock = activity('release_stock', async ({ orderId, product }: { orderId: string; product: string }) => {
    await recordEffect({ id: `release-${product}`, orderId, detail: product, readAttempts: [], failedTries: 0 });
  });

  /** The card network refuses the first try of every order. */
  const chargeCard = activity(
    'charge_card',
    async ({ orderId, totalCents }: { orderId: string; totalCents: number }): Promise<string> => {
      const earlier = await database.effects.findItem(orderId, 'charge-tries');
      const failedTries = earlier?.resource.failedTries ?? 0;
      if (failedTries === 0) {
        const detail = 'the card network did not answer';
        await recordEffect({ id: 'charge-tries', orderId, detail, readAttempts: [], failedTries: 1 });
        throw new Error(`Card of ${orderId} was not charged: ${detail}.`);
      }
      await recordEffect({ id: 'charge', orderId, detail: `${totalCents} cents`, readAttempts: [], failedTries });
      return `receipt-${orderId}`;
    },
  );

  const orderWorkflow = orchestration(
    'order_workflow',
    async (ctx: OrchestrationContext<Order>): Promise<OrderResult> => {
      const { orderId, lines, approvalTimeoutMs } = ctx.input;

      ctx.setCustomStatus('reserving stock');
      const prices = await ctx.joinAll(lines.map((line) => ctx.callActivity(reserveStock, { orderId, ...line })));
      const totalCents = prices.reduce((sum, price) => sum + price, 0);

      if (totalCents > APPROVAL_LIMIT_CENTS) {
        ctx.setCustomStatus('waiting for approval');
        const answer = await ctx.waitForEventWithTimeout<Approval>('approval', approvalTimeoutMs);
        if (answer.timedOut || !answer.value.isApproved) {
          ctx.setCustomStatus('releasing stock');
          await ctx.joinAll(lines.map(({ product }) => ctx.callActivity(releaseStock, { orderId, product })));
          const reason = answer.timedOut ? 'nobody approved in time' : `refused by ${answer.value.by}`;
          return { orderId, status: 'cancelled', reason };
        }
      }

      ctx.setCustomStatus('charging the card');
      const retry = { maxNumberOfAttempts: 3, firstRetryIntervalMs: 200, backoffCoefficient: 2 };
      const receipt = await ctx.callActivityWithRetry(chargeCard, retry, { orderId, totalCents });
      return { orderId, status: 'paid', totalCents, receipt };
    },
  );

  return [orderWorkflow, reserveStock, releaseStock, chargeCard];
}
