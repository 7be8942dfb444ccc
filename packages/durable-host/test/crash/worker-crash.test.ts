import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DurableClient } from '@perdura/durable-client';
import { closeTestHosts, openTestHost } from '../fakes/open-test-host.ts';
import { startWorkerProcess, type WorkerProcess } from '../fakes/worker-process.ts';
import { kinds } from './crash-functions.ts';

let folder: string;
let effects: string;
const running: WorkerProcess[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'perdura-worker-crash-'));
  effects = join(folder, 'effects');
  writeFileSync(effects, '');
});
afterEach(async () => {
  await closeTestHosts();
  await Promise.all(running.splice(0).map((each) => each.kill()));
  rmSync(folder, { recursive: true, force: true });
});

const crashWorker = new URL('./crash-worker.ts', import.meta.url);
const crashHub = new URL('./crash-hub.ts', import.meta.url);

async function start(program: URL, ...args: readonly string[]): Promise<WorkerProcess> {
  const started = await startWorkerProcess(program, args);
  running.push(started);
  return started;
}

const portOf = ({ url }: WorkerProcess) => new URL(url).port;

function recordedSteps(): ReadonlySet<string> {
  return new Set(readFileSync(effects, 'utf8').trim().split('\n'));
}

describe('an instance ends right', () => {
  it.each([
    ['orchestrationTrigger', '1'],
    ['orchestrationTrigger', '3'],
    ['orchestrationTrigger', '5'],
    ['activityTrigger', '1'],
    ['activityTrigger', '4'],
  ])('whose worker dies in the midst of an invocation: %s %s', async (trigger, number) => {
    const first = await start(crashWorker, effects, '0', trigger, number);
    const { url, functions } = first;
    const { client, finish, clock } = await openTestHost({ workers: [{ url, functions }] });
    await client.startNew('sequence', { instanceId: 'one' });
    await first.exited;
    await start(crashWorker, effects, portOf(first));
    const { output, lastUpdatedTime } = await finish('one');
    expect(output).toEqual(kinds.sequence?.output);
    expect(lastUpdatedTime.getTime()).toBeGreaterThan(Date.UTC(2026, 0, 1));
    expect(clock.now()).toBe(lastUpdatedTime.getTime());
    expect([...recordedSteps()].sort()).toEqual(kinds.sequence?.steps.map((step) => `one ${step}`));
  });
});

it('every instance ends right, whenever its worker or its host is killed', async () => {
  const killAtStep = [
    ['worker', 3],
    ['host', 12],
    ['worker', 25],
    ['host', 38],
    ['host', 45],
  ] as const;
  const copies = ['a', 'b', 'c'];
  const wanted = Object.keys(kinds).flatMap((kind) => copies.map((copy) => ({ kind, id: `${kind}-${copy}` })));
  const database = join(folder, 'hub.db');
  let worker = await start(crashWorker, effects);
  const startHub = () => start(crashHub, database, worker.url, ...worker.functions);
  let hub = await startHub();
  let client = new DurableClient({ baseUrl: hub.url });
  for (const { kind, id } of wanted) {
    await client.startNew(kind, { instanceId: id, ...(kind === 'again' && { input: 0 }) });
    if (kind === 'approval') await client.raiseEvent(id, 'approve', { by: 'Ada' });
  }
  for (const [whom, steps] of killAtStep) {
    while (recordedSteps().size < steps && !(await allAreOver()));
    if (whom === 'worker') {
      await worker.kill();
      worker = await start(crashWorker, effects, portOf(worker));
    } else {
      await hub.kill();
      hub = await startHub();
      client = new DurableClient({ baseUrl: hub.url });
    }
  }
  async function allAreOver(): Promise<boolean> {
    const open = client.queryStatuses({ runtimeStatuses: ['Pending', 'Running'] });
    for await (const _status of open) return false;
    return true;
  }

  const ends = await Promise.all(
    wanted.map(({ id }) => client.waitForCompletion(id, { timeoutMs: 60_000, pollingIntervalMs: 20 })),
  );
  expect(ends.map(({ instanceId, output }) => ({ instanceId, output }))).toEqual(
    wanted.map(({ kind, id }) => ({ instanceId: id, output: kinds[kind]?.output })),
  );
  const recorded = recordedSteps();
  const missing = wanted.flatMap(({ kind, id }) =>
    (kinds[kind]?.steps ?? []).map((step) => `${id} ${step}`).filter((step) => !recorded.has(step)),
  );
  expect(missing).toEqual([]);
});
