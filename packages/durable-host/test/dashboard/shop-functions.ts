import { setTimeout as delay } from 'node:timers/promises';
import { activity, entity, orchestration } from '@perdura/durable-core';
import type { DurableFunction } from '@perdura/durable-host';

/** An order of the shop. */
interface Order {
  readonly customer: string;
  readonly items: readonly string[];
  readonly total: number;
}

const reserve = activity('reserve_item', async (item: string) => {
  await delay(180 + (item.length % 5) * 90);
  return { item, shelf: `A${item.length}` };
});
const attemptsOf = new Map<number, number>();
const charge = activity('charge_card', async (total: number) => {
  await delay(240);
  const attempts = (attemptsOf.get(total) ?? 0) + 1;
  attemptsOf.set(total, attempts);
  if (attempts < 3) throw new Error('The bank does not answer (timeout after 200 ms).');
  return { paid: total, receipt: `R-${total}` };
});
const pack = activity('pack_parcel', async (items: readonly unknown[]) => {
  await delay(320);
  return `parcel of ${items.length}`;
});
const book = activity('book_courier', async (parcel: string) => {
  await delay(260);
  return { parcel, courier: 'Ada' };
});
const explode = activity('read_stock', async () => {
  await delay(120);
  throw new Error('The stock file is damaged.');
});

const stock = entity('stock', {
  initialState: { sold: 0 },
  operations: {
    sell(state, count: number) {
      state.sold += count;
      return state.sold;
    },
  },
});

const shipOrder = orchestration<readonly unknown[], unknown>('ship_order', async (ctx) => {
  const parcel = await ctx.callActivity(pack, ctx.input);
  return ctx.callActivity(book, parcel);
});

const processOrder = orchestration<Order, unknown>('process_order', async (ctx) => {
  const { items, total } = ctx.input;
  const reserved = await ctx.joinAll(items.map((item) => ctx.callActivity(reserve, item)));
  ctx.setCustomStatus({ step: 'paying', reserved: reserved.length });
  const attempts = { maxNumberOfAttempts: 4, firstRetryIntervalMs: 350 };
  const payment = await ctx.callActivityWithRetry(charge, attempts, total);
  await ctx.callEntity({ name: 'stock', key: 'main' }, 'sell', items.length);
  ctx.setCustomStatus({ step: 'waiting for approval', payment });
  const approval = await ctx.waitForEventWithTimeout<{ by: string }>('approved', 3_600_000);
  if (approval.timedOut) return 'given up';
  ctx.setCustomStatus({ step: 'shipping', approvedBy: approval.value.by });
  const shipped = await ctx.callSubOrchestrator(shipOrder, reserved, { instanceId: `${ctx.instanceId}-parcel` });
  await ctx.sleep(300);
  return { shipped, approvedBy: approval.value.by };
});
const nightly = orchestration('nightly_report', async (ctx) => ctx.callActivity(explode));
const reminder = orchestration<{ readonly afterMs: number }, string>('send_reminder', async (ctx) => {
  await ctx.sleep(ctx.input.afterMs);
  return 'reminded';
});
const waiter = orchestration('wait_for_go', async (ctx) => ctx.waitForEvent('go'));
const longLoop = orchestration<number, number>('count_stock', async (ctx) => {
  let sum = 0;
  for (let i = 0; i < ctx.input; i += 50) {
    const parts = await ctx.joinAll(Array.from({ length: 50 }, (_, j) => ctx.callActivity(count, i + j)));
    sum += parts.length;
  }
  return sum;
});
const count = activity('count_shelf', async (shelf: number) => shelf);

/** Functions of a shop: parallel work, attempts, waits, entities, children, failures, a long history. */
export const shopFunctions: readonly DurableFunction[] = [
  ...[processOrder, shipOrder, nightly, reminder, waiter, longLoop],
  ...[reserve, charge, pack, book, explode, count, stock],
];
