import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { DurableClient, isDurableClientError } from '@perdura/durable-client';
import { steeredKinds } from './crash-functions.ts';
import { mend, Pauses } from './pause-and-mend.ts';
import { type SpawnedHost, spawnHost } from './spawn-host.ts';

let folder: string;
let running: SpawnedHost | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'perdura-steered-'));
  writeFileSync(join(folder, 'effects'), '');
});
afterEach(() => {
  running?.kill();
  rmSync(folder, { recursive: true, force: true });
});

async function startHost(): Promise<{ readonly host: SpawnedHost; readonly client: DurableClient }> {
  const script = new URL('./crash-child.ts', import.meta.url);
  const host = spawnHost(script, [join(folder, 'hub.db'), join(folder, 'effects')], () => {});
  running = host;
  return { host, client: new DurableClient({ baseUrl: await host.baseUrl }) };
}

/** The steps that have run, in whatever process. */
function recordedSteps(): ReadonlySet<string> {
  return new Set(readFileSync(join(folder, 'effects'), 'utf8').trim().split('\n'));
}

/** What is asked of a host that dies is asked again of the next one. */
async function ifAlive(request: Promise<unknown>): Promise<void> {
  try {
    await request;
  } catch (error) {
    if (!isDurableClientError(error) || error.code !== 'network') throw error;
  }
}

it('instances that pause and are rewound end right, whenever their host was killed', async () => {
  const copies = 6;
  const killAtRequest = [3, 7, 12, 9, 5, 12];
  const wanted = Object.keys(steeredKinds).flatMap((kind) =>
    Array.from({ length: copies }, (_, copy) => ({ kind, id: `${kind}-${copy}` })),
  );
  const pauses = new Pauses();
  const push = async (client: DurableClient, { kind, id }: (typeof wanted)[number]) => {
    if ((await client.queryStatus(id)) === undefined) await client.startNew(kind, { instanceId: id });
    else if (kind === 'paused') await pauses.next(client, id);
    else await mend(client, id);
  };

  for (const requests of killAtRequest) {
    const { host, client } = await startHost();
    const pushed = wanted.map((instance, index) => {
      const pushing = ifAlive(push(client, instance));
      return index === requests - 1 ? pushing.then(host.kill) : pushing;
    });
    await Promise.all(pushed);
    host.kill();
    await host.exited;
    const wentOn = wanted.map(({ id }) => id).filter((id) => recordedSteps().has(`${id} after`));
    expect(wentOn.filter((id) => !pauses.wasResumed(id))).toEqual([]);
  }

  const { host, client } = await startHost();
  for (const instance of wanted) {
    const { kind, id } = instance;
    if ((await client.queryStatus(id)) === undefined) await push(client, instance);
    if (kind === 'paused') await pauses.finish(client, id);
    // In every process it fails once more.
    while ((await client.waitForCompletion(id)).runtimeStatus === 'Failed') await mend(client, id);
    expect((await client.queryStatus(id))?.output).toEqual(steeredKinds[kind]?.output);
  }
  host.kill();
  await host.exited;
  const steps = wanted.flatMap(({ kind, id }) => (steeredKinds[kind]?.steps ?? []).map((step) => `${id} ${step}`));
  expect(steps.filter((step) => !recordedSteps().has(step))).toEqual([]);
}, 120_000);
