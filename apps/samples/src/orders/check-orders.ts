import type { OrchestrationStatus } from '@perdura/durable-client';
import { type Check, check } from '../demo/check.ts';
import type { OrderResult } from './order-functions.ts';
import { APPROVAL_LIMIT_CENTS, type Order, type Shop } from './shop.ts';
import type { Attempt, Effect } from './shop-database.ts';

/** What the act ended with. */
export interface OrdersOutcome {
  readonly shop: Shop;
  /** Ids of the orders somebody approved. */
  readonly approvedOrders: readonly string[];
  /** The final status of every order's instance. */
  readonly statuses: readonly Pick<OrchestrationStatus, 'instanceId' | 'output'>[];
  /** Every effect in the database. */
  readonly effects: readonly Effect[];
  /** The region that failed throughout. */
  readonly failingRegion: string;
}

/** Holds the outcome against what the input asks for, worked out here without the workflow. */
export function checkOrders({ shop, approvedOrders, statuses, effects, failingRegion }: OrdersOutcome): Check[] {
  const results = shop.orders.map((order) => expectedResult(order, shop, approvedOrders));
  const outputs = new Map(statuses.map(({ instanceId, output }) => [instanceId, output]));
  const expectedKeys = results.flatMap((result) => expectedSteps(result, shop));
  const foundKeys = effects.map(({ orderId, id }) => `${orderId}/${id}`);
  const paid = results.filter(({ status }) => status === 'paid');
  const charges = effects.filter(({ id }) => id === 'charge');
  const reads = effects.map(({ readAttempts }) => readAttempts).filter((attempts) => attempts.length > 0);
  const failedOver = reads.filter((attempts) => isFailover(attempts, failingRegion));
  return [
    ...results.map((result) => check(`${result.orderId} answered`, outputs.get(result.orderId), result)),
    check('steps with their effect in the database', foundKeys.length, expectedKeys.length),
    check(
      'steps whose effect is missing',
      expectedKeys.filter((key) => !foundKeys.includes(key)),
      [],
    ),
    check(
      'effects nobody asked for',
      foundKeys.filter((key) => !expectedKeys.includes(key)),
      [],
    ),
    check(
      'failed tries before each card was charged',
      charges.map(({ failedTries }) => failedTries),
      paid.map(() => 1),
    ),
    check(`reads went from ${failingRegion} to another region`, failedOver.length > 0, true),
    check('reads that got their answer', reads.filter(isAnswered).length, reads.length),
  ];
}

function expectedResult({ orderId, lines }: Order, shop: Shop, approvedOrders: readonly string[]): OrderResult {
  const prices = new Map(shop.products.map(({ id, priceCents }) => [id, priceCents]));
  const totalCents = lines.reduce((sum, { product, quantity }) => sum + quantity * (prices.get(product) ?? 0), 0);
  return totalCents > APPROVAL_LIMIT_CENTS && !approvedOrders.includes(orderId)
    ? { orderId, status: 'cancelled', reason: 'nobody approved in time' }
    : { orderId, status: 'paid', totalCents, receipt: `receipt-${orderId}` };
}

/** The keys of all effects an order should leave, whether or not its steps ran more than once. */
function expectedSteps({ orderId, status }: OrderResult, shop: Shop): readonly string[] {
  const lines = shop.orders.find((order) => order.orderId === orderId)?.lines ?? [];
  const steps = (verb: string) => lines.map(({ product }) => `${verb}-${product}`);
  const last = status === 'paid' ? ['charge-tries', 'charge'] : steps('release');
  return [...steps('reserve'), ...last].map((step) => `${orderId}/${step}`);
}

function isFailover(attempts: readonly Attempt[], failingRegion: string): boolean {
  return attempts[0]?.region === failingRegion && attempts.some(({ region }) => region !== failingRegion);
}

function isAnswered(attempts: readonly Attempt[]): boolean {
  return attempts.at(-1)?.status === 200;
}
