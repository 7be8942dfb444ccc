import { describe, expect, it } from '@jest/globals';
import type { OrchestrationStatus } from '@perdura/durable-client';
import { checkOrders, type OrdersOutcome } from './check-orders.ts';
import type { Shop } from './shop.ts';
import type { Attempt, Effect } from './shop-database.ts';

const shop: Shop = {
  products: [{ id: 'kettle', name: 'Kettle', priceCents: 4990, supplier: 'northwind' }],
  orders: [
    { orderId: 'small', customer: 'Ada', lines: [{ product: 'kettle', quantity: 1 }], approvalTimeoutMs: 1 },
    { orderId: 'large', customer: 'Grace', lines: [{ product: 'kettle', quantity: 3 }], approvalTimeoutMs: 1 },
  ],
};
const failover: readonly Attempt[] = [
  { region: 'West US', status: 503 },
  { region: 'East US', status: 200 },
];
const effect = (orderId: string, id: string, more: Partial<Effect> = {}): Effect => ({
  orderId,
  id,
  detail: '',
  readAttempts: [],
  failedTries: 0,
  ...more,
});
const status = (instanceId: string, output: unknown) => ({ instanceId, output }) as OrchestrationStatus;
const outcome: OrdersOutcome = {
  shop,
  approvedOrders: ['large'],
  statuses: [
    status('small', { orderId: 'small', status: 'paid', totalCents: 4990, receipt: 'receipt-small' }),
    status('large', { orderId: 'large', status: 'paid', totalCents: 14970, receipt: 'receipt-large' }),
  ],
  effects: ['small', 'large'].flatMap((orderId) => [
    effect(orderId, 'reserve-kettle', { readAttempts: failover }),
    effect(orderId, 'charge-tries', { failedTries: 1 }),
    effect(orderId, 'charge', { failedTries: 1 }),
  ]),
  failingRegion: 'West US',
};
const unmet = (changed: Partial<OrdersOutcome>) =>
  checkOrders({ ...outcome, ...changed })
    .filter(({ isMet }) => !isMet)
    .map(({ what }) => what);

describe('checkOrders', () => {
  it('is content when every order answered and every step left its effect', () => {
    expect(unmet({})).toEqual([]);
  });

  it('notices an effect that is missing', () => {
    expect(unmet({ effects: outcome.effects.slice(1) })).toEqual([
      'steps with their effect in the database',
      'steps whose effect is missing',
    ]);
  });

  it('notices a large order that was paid without approval', () => {
    expect(unmet({ approvedOrders: [] })).toContain('large answered');
  });

  it('notices that no read met the failing region', () => {
    expect(unmet({ failingRegion: 'North Europe' })).toEqual(['reads went from North Europe to another region']);
  });

  it('notices a card charged without a failed try', () => {
    const effects = outcome.effects.map((one) => ({ ...one, failedTries: 0 }));
    expect(unmet({ effects })).toEqual(['failed tries before each card was charged']);
  });
});
