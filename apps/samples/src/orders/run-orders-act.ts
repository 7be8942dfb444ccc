import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DurableClient } from '@perdura/durable-client';
import { type Check, check } from '../demo/check.ts';
import { checkOrders } from './check-orders.ts';
import { openShop } from './open-shop.ts';
import type { Approval } from './order-functions.ts';
import { readShop } from './shop.ts';
import { readEffects } from './shop-database.ts';
import { startTaskHub, type TaskHub } from './start-task-hub.ts';
import { type ActivityCounts, countActivities, untilStatus } from './until-status.ts';

const WRITE_REGION = 'East US';
/** The region the orders would read from, if it answered. */
const FAILING_REGION = 'West US';
/** Answers only after the crash, so that there is a running activity to interrupt. */
const SLOW_SUPPLIER = 'contoso';
const APPROVED_ORDER = 'order-1001';
const approval: Approval = { isApproved: true, by: 'Margaret' };

/**
 * Orders as durable orchestrations, on a task hub that is killed in the middle, over a database that loses a region.
 *
 * This process holds the Cosmos DB account, over HTTP with a loopback port for each region, and a client of the task hub.
 * The task hub and its functions live in a child process on a database file.
 *
 * @param log  Receives a line of progress for a person at a terminal.
 * @returns Everything that was checked, met or not.
 */
export async function runOrdersAct(log: (line: string) => void): Promise<readonly Check[]> {
  const input = readShop();
  const folder = await mkdtemp(join(tmpdir(), 'perdura-orders-'));
  const shop = await openShop(input, { regions: [WRITE_REGION, FAILING_REGION], silentSupplier: SLOW_SUPPLIER });
  let hub: TaskHub | undefined;
  try {
    for (const [region, url] of Object.entries(shop.regions)) log(`Cosmos DB region ${region} at ${url}`);
    const settings = {
      databaseFile: join(folder, 'orders.db'),
      cosmosEndpoint: shop.endpoint,
      cosmosKey: shop.account.key,
      preferredRegions: [FAILING_REGION, WRITE_REGION],
    };
    hub = await startTaskHub(settings, (line) => log(`  ${line}`));
    log(`task hub in process ${hub.pid}, on one database file, reads from ${FAILING_REGION} first`);
    await shop.account.control.failRegion(FAILING_REGION, { kind: 'status', status: 503 });
    log(`${FAILING_REGION} fails from now on: every request there is answered with 503`);

    let client = new DurableClient({ baseUrl: hub.baseUrl });
    for (const order of input.orders) {
      await client.startNew('order_workflow', { instanceId: order.orderId, input: order });
      log(`${order.orderId} started: ${order.lines.length} lines for ${order.customer}`);
    }

    const atCrash = countActivities(
      await untilStatus(client, APPROVED_ORDER, (status) => isBetweenActivities(countActivities(status))),
    );
    await hub.kill();
    const crash = `${atCrash.completed} completed and ${atCrash.running} running activities`;
    log(`${APPROVED_ORDER} has ${crash}: process ${hub.pid} gets SIGKILL`);

    hub = await startTaskHub(settings, (line) => log(`  ${line}`));
    client = new DurableClient({ baseUrl: hub.baseUrl });
    log(`task hub in process ${hub.pid} goes on from the file`);
    await shop.database.suppliers.upsertItem({ id: SLOW_SUPPLIER, isAnswering: true });
    log(`supplier ${SLOW_SUPPLIER} answers at last`);

    await untilStatus(client, APPROVED_ORDER, ({ customStatus }) => customStatus === 'waiting for approval');
    await client.raiseEvent(APPROVED_ORDER, 'approval', approval);
    log(`${approval.by} approves ${APPROVED_ORDER}`);

    const waitForOrder = (orderId: string) => client.waitForCompletion(orderId, { timeoutMs: 60_000 });
    const statuses = await Promise.all(input.orders.map(({ orderId }) => waitForOrder(orderId)));
    for (const { instanceId, output } of statuses) log(`${instanceId} answers ${JSON.stringify(output)}`);

    const effects = await readEffects(shop.database, input);
    const outcome = { shop: input, approvedOrders: [APPROVED_ORDER], statuses, effects, failingRegion: FAILING_REGION };
    return [
      check('the process was killed between two activities', isBetweenActivities(atCrash), true),
      ...checkOrders(outcome),
    ];
  } finally {
    await hub?.kill();
    await shop.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Whether some work is done and some under way: a good moment for a crash. */
function isBetweenActivities({ completed, running }: ActivityCounts): boolean {
  return completed > 0 && running > 0;
}
