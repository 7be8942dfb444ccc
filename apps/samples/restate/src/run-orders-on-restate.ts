import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import {
  freePorts,
  type RestateServer,
  type ServerProcess,
  startRestateServer,
  startServerProcess,
} from '@perdura/peers';
import { type Check, check } from '../../src/demo/check.ts';
import { checkOrders } from '../../src/orders/check-orders.ts';
import { openShop } from '../../src/orders/open-shop.ts';
import type { Approval } from '../../src/orders/order-functions.ts';
import { readShop } from '../../src/orders/shop.ts';
import { readEffects } from '../../src/orders/shop-database.ts';
import type { InstanceEnd } from './orchestration-messages.ts';
import { restateClient } from './restate-client.ts';
import { restateExecutable } from './restate-executable.ts';
import { type WorkerSettings, writeWorkerSettings } from './worker-settings.ts';

const WRITE_REGION = 'East US';
const FAILING_REGION = 'West US';
/** Answers only after the crash, so that there is a running activity to interrupt. */
const SLOW_SUPPLIER = 'contoso';
const APPROVED_ORDER = 'order-1001';
const approval: Approval = { isApproved: true, by: 'Margaret' };
const WORKER = fileURLToPath(new URL('./worker-process.ts', import.meta.url));
const POLL_MS = 20;
const WAIT_LIMIT_MS = 60_000;

/**
 * The orders of the demo, the same functions on the same shop, on a Restate server in place of the embedded task hub. Server and
 * worker are killed together while activities run, and started again.
 *
 * @param log  Receives a line of progress for a person at a terminal.
 * @returns Everything that was checked, met or not.
 */
export async function runOrdersOnRestate(log: (line: string) => void): Promise<readonly Check[]> {
  const input = readShop();
  const folder = await mkdtemp(join(tmpdir(), 'perdura-restate-'));
  const shop = await openShop(input, { regions: [WRITE_REGION, FAILING_REGION], silentSupplier: SLOW_SUPPLIER });
  const start = { executable: restateExecutable(), folder, ports: await freePorts() };
  let server: RestateServer | undefined;
  let worker: ServerProcess | undefined;
  try {
    const settings = {
      cosmosEndpoint: shop.endpoint,
      cosmosKey: shop.account.key,
      preferredRegions: [FAILING_REGION, WRITE_REGION],
    };
    server = await startRestateServer(start);
    worker = await startWorker({ ...settings, port: 0 });
    const { port } = worker;
    log(`Restate server in process ${server.pid}, worker in process ${worker.pid}`);
    const client = restateClient(server);
    await client.registerWorker(`http://127.0.0.1:${port}`);
    await shop.account.control.failRegion(FAILING_REGION, { kind: 'status', status: 503 });

    for (const order of input.orders) {
      await client.start(order.orderId, { name: 'order_workflow', input: JSON.stringify(order) });
      log(`${order.orderId} started: ${order.lines.length} lines for ${order.customer}`);
    }
    const effectsOf = async (orderId: string) =>
      (await readEffects(shop.database, input)).filter((effect) => effect.orderId === orderId);
    await until(async () => (await effectsOf(APPROVED_ORDER)).length > 0);
    const atCrash = (await effectsOf(APPROVED_ORDER)).length;
    await Promise.all([server.kill(), worker.close()]);
    log(`${APPROVED_ORDER} has ${atCrash} effects: server and worker get SIGKILL`);

    server = await startRestateServer(start);
    worker = await startWorker({ ...settings, port });
    log(`Restate server in process ${server.pid}, worker in process ${worker.pid} go on`);
    await shop.database.suppliers.upsertItem({ id: SLOW_SUPPLIER, isAnswering: true });
    log(`supplier ${SLOW_SUPPLIER} answers at last`);

    await until(async () => (await client.customStatus(APPROVED_ORDER)) === 'waiting for approval');
    await client.raiseEvent(APPROVED_ORDER, { name: 'approval', data: JSON.stringify(approval) });
    log(`${approval.by} approves ${APPROVED_ORDER}`);

    const statuses = await Promise.all(
      input.orders.map(async ({ orderId }) => ({
        instanceId: orderId,
        output: outputOf(await client.whenEnded(orderId)),
      })),
    );
    for (const { instanceId, output } of statuses) log(`${instanceId} answers ${JSON.stringify(output)}`);
    const effects = await readEffects(shop.database, input);
    const lines = input.orders.find(({ orderId }) => orderId === APPROVED_ORDER)?.lines.length ?? 0;
    return [
      check('server and worker were killed between two activities', atCrash > 0 && atCrash < lines, true),
      ...checkOrders({
        ...{ shop: input, statuses, effects },
        approvedOrders: [APPROVED_ORDER],
        failingRegion: FAILING_REGION,
      }),
      ...(await checkSmallOrchestrations(client)),
    ];
  } finally {
    await worker?.close();
    await server?.kill();
    await shop.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** What an order does not do: sub-orchestrations, failures and new beginnings. */
async function checkSmallOrchestrations(client: ReturnType<typeof restateClient>): Promise<readonly Check[]> {
  await client.start('greetings', { name: 'greet_or_explain' });
  await client.start('deposits', { name: 'sum_deposits', input: JSON.stringify({ count: 0, sum: 0 }) });
  for (const data of ['10', '20', '12']) await client.raiseEvent('deposits', { name: 'Deposit', data });
  await client.start('nothing', { name: 'no_such_orchestration' });
  const [greetings, deposits, nothing] = await Promise.all(
    ['greetings', 'deposits', 'nothing'].map(async (id) => outputOf(await client.whenEnded(id))),
  );
  return [
    check('a sub-orchestration answers, another says why it fails', greetings, {
      greeted: ['Hello Tokyo!', 'Hello London!'],
      problem: 'TaskFailedError: Error: There is nobody to greet.',
    }),
    check('events that come early reach the next executions', deposits, 42),
    check('an unknown orchestration fails', String(nothing).includes('no_such_orchestration'), true),
  ];
}

function startWorker(settings: WorkerSettings): Promise<ServerProcess> {
  return startServerProcess({
    name: 'The worker',
    command: ['--conditions=@perdura/source', WORKER],
    environment: { ...writeWorkerSettings(settings), RESTATE_LOGGING: 'ERROR' },
    readyLine: /^worker on port/m,
    startTimeoutMs: 30_000,
  });
}

function outputOf(end: InstanceEnd): unknown {
  if (end.kind === 'failed') return end.failure.errorMessage;
  return end.output === undefined ? undefined : JSON.parse(end.output);
}

async function until(isReached: () => Promise<boolean>): Promise<void> {
  const deadlineMs = performance.now() + WAIT_LIMIT_MS;
  while (!(await isReached())) {
    if (performance.now() > deadlineMs) throw new Error(`Not reached in ${WAIT_LIMIT_MS} ms: ${isReached}`);
    await delay(POLL_MS);
  }
}
