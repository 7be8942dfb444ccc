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
  /** Resolves when so many steps were recorded, or the host has ended. */
  readonly stepsAreDone: Promise<unknown>;
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
  const done = Promise.withResolvers<void>();
  const killWhenDone = () => {
    if (stepsSoFar < lastStep) return;
    host.kill();
    done.resolve();
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
    stepsAreDone: Promise.race([done.promise, host.exited]),
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

/** The suite takes the short form; `pnpm soak` the long one, and prints what happened. */
const isSoak = process.env.PERDURA_SOAK !== undefined;
const scale = isSoak ? { rounds: 50, instances: 500 } : { rounds: 5, instances: 63 };
const startsAtOnce = 20;

const wanted = Array.from({ length: scale.instances }, (_, n) => {
  const kind = Object.keys(kinds)[n % Object.keys(kinds).length] ?? '';
  return { kind, id: `${kind}-${n}` };
});
const allSteps = wanted.reduce((sum, { kind }) => sum + (kinds[kind]?.steps.length ?? 0), 0);

/** After how many steps the host of each round is killed: so few that most instances live through most rounds. */
const killAfterSteps = Array.from({ length: scale.rounds }, (_, round) => {
  // Spread evenly from 0 to 1 by the golden ratio, the same at every run.
  const share = ((round + 1) * 0.618) % 1;
  return Math.round((share * 1.6 * allSteps) / scale.rounds);
});

it(`${scale.instances} instances end right though their host is killed ${scale.rounds} times`, async () => {
  const started = new Set<string>();
  const approved = new Set<string>();
  const openAtKill: number[] = [];

  const push = async (client: DurableClient, { kind, id }: (typeof wanted)[number]) => {
    if (!started.has(id) && (await wasAcknowledged(startOnce(client, kind, id)))) started.add(id);
    if (kind !== 'approval' || approved.has(id) || !started.has(id)) return;
    if (await wasAcknowledged(approve(client, id))) approved.add(id);
  };
  for (let round = 0; round < scale.rounds; round += 1) {
    const host = await startHost();
    if (round > 0) openAtKill.push(await countOpen(host.client));
    host.killAfter(killAfterSteps[round] ?? 0);
    const left = wanted.filter(({ kind, id }) => !started.has(id) || (kind === 'approval' && !approved.has(id)));
    while (left.length > 0 && host.isAlive()) {
      await Promise.all(left.splice(0, startsAtOnce).map((instance) => push(host.client, instance)));
    }
    await Promise.race([host.stepsAreDone, untilNoneIsOpen(host.client)]);
    await host.kill();
  }
  expect(started.size).toBeGreaterThan(scale.instances / 4);
  expect(Math.max(...openAtKill)).toBeGreaterThan(scale.instances / 3);

  const host = await startHost();
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

  const lines = readFileSync(join(folder, 'effects'), 'utf8').trim().split('\n');
  const effects = new Set(lines);
  expect(ends.map(({ instanceId, runtimeStatus, output }) => ({ id: instanceId, runtimeStatus, output }))).toEqual(
    wanted.map(({ kind, id }) => ({ id, runtimeStatus: 'Completed', output: kinds[kind]?.output })),
  );
  const missing = wanted.flatMap(({ kind, id }) =>
    (kinds[kind]?.steps ?? []).map((step) => `${id} ${step}`).filter((effect) => !effects.has(effect)),
  );
  expect(missing).toEqual([]);
  if (isSoak) {
    const open = `${Math.min(...openAtKill)} to ${Math.max(...openAtKill)} instances open at a kill`;
    const repeats = `${effects.size} effects, ${lines.length - effects.size} of them once more than needed`;
    process.stdout.write(`${scale.rounds} kills, ${scale.instances} instances right; ${open}; ${repeats}\n`);
  }
}, 600_000);

/** How many instances have been started and not finished. */
async function countOpen(client: DurableClient): Promise<number> {
  let open = 0;
  for await (const _ of client.queryStatuses({ runtimeStatuses: ['Pending', 'Running'], pageSize: 1_000 })) open += 1;
  return open;
}

/** Resolves when everything has finished, or the host has ended. */
async function untilNoneIsOpen(client: DurableClient): Promise<void> {
  while (await wasAcknowledged(client.queryStatus('none'))) {
    if ((await countOpen(client).catch(() => 0)) === 0) return;
  }
}

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
