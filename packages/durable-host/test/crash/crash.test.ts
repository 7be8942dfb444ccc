import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { DurableClient, isDurableClientError } from '@perdura/durable-client';
import { type Audit, kinds } from './crash-functions.ts';
import { type SpawnedHost, spawnHost } from './spawn-host.ts';

/** A host in a process of its own. */
interface CrashableHost {
  readonly client: DurableClient;
  readonly isAlive: () => boolean;
  /** Kills the host as soon as it has recorded so many steps. */
  killAfter(steps: number): void;
  kill(): Promise<void>;
}

let folder: string;
let running: SpawnedHost | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'perdura-crash-'));
  writeFileSync(join(folder, 'effects'), '');
});
afterEach(() => {
  running?.kill();
  rmSync(folder, { recursive: true, force: true });
});

async function startHost(): Promise<CrashableHost> {
  const script = new URL('./crash-child.ts', import.meta.url);
  let stepsSoFar = 0;
  let lastStep = Number.POSITIVE_INFINITY;
  const killWhenDone = () => {
    if (stepsSoFar >= lastStep) host.kill();
  };
  const host = spawnHost(script, [join(folder, 'hub.db'), join(folder, 'effects')], () => {
    stepsSoFar += 1;
    killWhenDone();
  });
  running = host;
  const baseUrl = await host.baseUrl;
  return {
    client: new DurableClient({ baseUrl }),
    isAlive: host.isAlive,
    killAfter: (steps) => {
      lastStep = steps;
      killWhenDone();
    },
    kill: async () => {
      host.kill();
      await host.exited;
    },
  };
}

/** Asks for something of a host that may be dying. Answers whether the host said yes. */
async function wasAcknowledged(request: Promise<unknown>): Promise<boolean> {
  try {
    await request;
    return true;
  } catch (error) {
    if (isDurableClientError(error) && error.code === 'network') return false;
    throw error;
  }
}

it('every acknowledged instance ends right, whenever its host was killed', async () => {
  const rounds = 8;
  const copiesPerRound = 3;
  const rightAfterTheLastAnswer = Number.POSITIVE_INFINITY;
  const killAfterSteps = [1, 3, 9, 20, 33, 50, 70, rightAfterTheLastAnswer];
  const ids = (round: number) =>
    Object.keys(kinds).flatMap((kind) =>
      Array.from({ length: copiesPerRound }, (_, copy) => ({ kind, id: `${kind}-${round}-${copy}` })),
    );
  const started = new Set<string>();
  const approved = new Set<string>();

  for (let round = 0; round < rounds; round += 1) {
    const host = await startHost();
    host.killAfter(killAfterSteps[round] ?? 1);
    for (const { kind, id } of Array.from({ length: round + 1 }, (_, earlier) => ids(earlier)).flat()) {
      if (!host.isAlive()) break;
      if (!started.has(id) && (await wasAcknowledged(startOnce(host.client, kind, id)))) started.add(id);
      if (kind !== 'approval' || approved.has(id) || !started.has(id)) continue;
      if (await wasAcknowledged(approve(host.client, id))) approved.add(id);
    }
    await host.kill();
  }
  expect(started.size).toBeGreaterThan(rounds);

  const host = await startHost();
  const wanted = Array.from({ length: rounds }, (_, round) => ids(round)).flat();
  for (const { kind, id } of wanted) {
    if (started.has(id)) expect(await host.client.queryStatus(id)).toBeDefined();
    else await startOnce(host.client, kind, id);
    if (kind === 'approval' && !approved.has(id)) await approve(host.client, id);
  }
  const ends = await Promise.all(wanted.map(({ id }) => host.client.waitForCompletion(id, { timeoutMs: 60_000 })));
  const auditId = await host.client.startNew('audit');
  const audit = (await host.client.waitForCompletion(auditId, { timeoutMs: 60_000 })).output as Audit;
  await host.kill();

  const tellers = wanted.filter(({ kind }) => kind === 'teller').map(({ id }) => id);
  const told = tellers.flatMap((id) => [`${id} calls`, `${id} signals`]).sort();
  expect([...audit.told].sort()).toEqual(told);
  expect(audit.handedOn).toEqual(audit.told);
  expect(audit.balances.reduce((sum, balance) => sum + balance, 0)).toBe(0);

  const effects = new Set(readFileSync(join(folder, 'effects'), 'utf8').trim().split('\n'));
  expect(ends.map(({ instanceId, runtimeStatus, output }) => ({ id: instanceId, runtimeStatus, output }))).toEqual(
    wanted.map(({ kind, id }) => ({ id, runtimeStatus: 'Completed', output: kinds[kind]?.output })),
  );
  const missing = wanted.flatMap(({ kind, id }) =>
    (kinds[kind]?.steps ?? []).map((step) => `${id} ${step}`).filter((effect) => !effects.has(effect)),
  );
  expect(missing).toEqual([]);
}, 120_000);

/** Starts an instance unless an earlier request whose answer was lost has done so. */
async function startOnce(client: DurableClient, kind: string, instanceId: string): Promise<void> {
  if ((await client.queryStatus(instanceId)) !== undefined) return;
  await client.startNew(kind, { instanceId, ...(kind === 'again' && { input: 0 }) });
}

/** Raises the event an instance waits for; one that has taken an earlier request whose answer was lost is over. */
async function approve(client: DurableClient, instanceId: string): Promise<void> {
  try {
    await client.raiseEvent(instanceId, 'approve', { by: 'Ada' });
  } catch (error) {
    if (!isDurableClientError(error) || error.code !== 'gone') throw error;
  }
}
