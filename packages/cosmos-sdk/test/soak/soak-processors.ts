/**
 * Three instances of a change feed processor, in three processes, handle changes while they are written; one is killed, and a
 * partition splits. The account is in this process, and they reach it over HTTP.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createEmulator } from '@perdura/cosmos-emulator';
import { CosmosClient } from '../../src/client/cosmos-client.ts';
import type { ContainerClient } from '../../src/container/container-client.ts';
import type { InstanceOrders, Numbered } from './instance-orders.ts';
import { judgeNotes, readNotes, type Verdict } from './judge-notes.ts';

/** How large the soak is. */
export interface SoakOptions {
  /** Changes in all; a multiple of `customers` times 10. */
  readonly changes: number;
  readonly customers: number;
  readonly partitions: number;
  /** How long an instance takes for a page, in milliseconds. */
  readonly workMs: number;
  readonly leaseExpirationMs: number;
  /** How long it may take, in milliseconds. */
  readonly timeoutMs: number;
}

/** What came of it. */
export interface SoakReport extends Verdict {
  /** From the first write until nothing waits, in milliseconds. */
  readonly durationMs: number;
  /** From the kill until nothing waits, in milliseconds. */
  readonly afterKillMs: number;
  /** Changes that each instance handled, repeats too. */
  readonly byInstance: Readonly<Record<string, number>>;
  /** Leases in use at the end. */
  readonly leases: number;
}

const names = ['one', 'two', 'three'] as const;
const program = fileURLToPath(new URL('../programs/processor-instance.ts', import.meta.url));
const batchSize = 10;

export async function soakProcessors(options: SoakOptions): Promise<SoakReport> {
  const { changes, customers, partitions, workMs, leaseExpirationMs, timeoutMs } = options;
  const account = createEmulator({ partitionsPerContainer: partitions });
  const { endpoint } = await account.listen();
  const folder = mkdtempSync(join(tmpdir(), 'perdura-soak-'));
  const client = await CosmosClient.create({
    endpoint: account.endpoint,
    key: account.key,
    preferredRegions: ['East US'],
    transport: account.transport(),
  });
  const { database } = await client.createDatabase('soak');
  const { container } = await database.createContainer<Numbered>({ id: 'changes', partitionKey: '/customer' });
  const { container: leaseContainer } = await database.createContainer({ id: 'leases', partitionKey: '/id' });
  const byInstance: Record<string, number> = {};
  const handledSoFar = (): number => Object.values(byInstance).reduce((sum, count) => sum + count, 0);
  const notesOf = (name: string): string => join(folder, name);
  const processes: ChildProcess[] = [];
  const until = limit(timeoutMs);

  try {
    const started = names.map(async (instanceName) => {
      const orders: InstanceOrders = {
        endpoint,
        key: account.key,
        instanceName,
        notesPath: notesOf(instanceName),
        workMs,
        leaseExpirationMs,
        leaseRenewIntervalMs: leaseExpirationMs / 5,
        leaseAcquireIntervalMs: leaseExpirationMs / 10,
        pollIntervalMs: 20,
      };
      const arguments_ = ['--conditions=@perdura/source', program, JSON.stringify(orders)];
      const child = spawn(process.execPath, arguments_, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
      processes.push(child);
      let isStarted = false;
      child.on('message', ({ handled = 0 }: { readonly handled?: number }) => {
        isStarted = true;
        byInstance[instanceName] = (byInstance[instanceName] ?? 0) + handled;
      });
      await until(() => isStarted, `instance "${instanceName}" has started`);
      return child;
    });
    const [, victim] = await Promise.all(started);
    const watcher = container.changeFeedProcessor({ leaseContainer, processorName: 'soak', handler: () => undefined });
    const shared = async (): Promise<boolean> => {
      const owners = (await watcher.estimateLag()).leases.map(({ owner }) => owner);
      return names.every((name) => owners.includes(name));
    };
    await until(shared, 'every instance has a lease');

    const startedAt = performance.now();
    const writing = writeChanges(container, changes, customers);
    await until(() => handledSoFar() >= changes / 3 && (byInstance.two ?? 0) > 0, 'a third was handled');
    victim?.kill('SIGKILL');
    const killedAt = performance.now();
    await account.control.splitPartition({ database: 'soak', container: 'changes', partitionKeyRangeId: '0' });
    await writing;
    await until(async () => (await watcher.estimateLag()).total === 0, 'nothing waits');
    const endedAt = performance.now();
    await until(async () => (await watcher.estimateLag()).leases.length === partitions + 1, 'the lease was split');
    const { leases } = await watcher.estimateLag();
    for (const child of processes) if (child.connected) child.send('stop');
    await until(
      () => processes.every(({ exitCode, signalCode }) => exitCode !== null || signalCode !== null),
      'all ended',
    );
    const expected = new Map(customerNames(customers).map((customer) => [customer, changes / customers]));
    const pages = names.flatMap((name) => readNotes(readFileSync(notesOf(name), 'utf8')));
    return {
      ...judgeNotes(pages, expected),
      durationMs: endedAt - startedAt,
      afterKillMs: endedAt - killedAt,
      byInstance,
      leases: leases.length,
    };
  } finally {
    for (const child of processes) child.kill('SIGKILL');
    await client.close();
    await account.close();
    rmSync(folder, { recursive: true });
  }
}

function customerNames(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `customer-${index}`);
}

/** Writes the changes of each customer in their order, batch by batch; eight customers at the same time, all of them by turns. */
async function writeChanges(container: ContainerClient<Numbered>, changes: number, customers: number): Promise<void> {
  const each = changes / customers;
  for (let from = 0; from < each; from += batchSize) {
    const waiting = [...customerNames(customers)];
    const write = async (): Promise<void> => {
      for (let customer = waiting.pop(); customer !== undefined; customer = waiting.pop()) {
        await writeBatch(container, customer, from);
      }
    };
    await Promise.all(Array.from({ length: 8 }, write));
  }
}

async function writeBatch(container: ContainerClient<Numbered>, customer: string, from: number): Promise<void> {
  let batch: { create(item: Numbered): typeof batch; execute(): Promise<{ throwIfFailed(): unknown }> } =
    container.batch(customer);
  for (let sequence = from; sequence < from + batchSize; sequence++) {
    batch = batch.create({ id: String(sequence), customer, sequence });
  }
  (await batch.execute()).throwIfFailed();
}

/** Waits for things to come about. @throws when they do not within the time that is left for all of them. */
function limit(timeoutMs: number): (isDone: () => boolean | Promise<boolean>, what: string) => Promise<void> {
  const endsAt = performance.now() + timeoutMs;
  return async (isDone, what) => {
    while (!(await isDone())) {
      if (performance.now() > endsAt) throw new Error(`It was not to be seen in time that ${what}.`);
      await wait(20);
    }
  };
}
