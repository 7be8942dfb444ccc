import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { DurableClient, isDurableClientError } from '@perdura/durable-client';
import { type SpawnedHost, spawnHost } from './spawn-host.ts';

it('fails an activity that has killed its process three times, and no activity that only ran beside it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'perdura-poison-'));
  const runs = join(folder, 'runs');
  writeFileSync(runs, '');
  let running: SpawnedHost | undefined;
  const start = () => {
    running = spawnHost(new URL('./poison-child.ts', import.meta.url), [join(folder, 'hub.db'), runs], () => {});
    return running;
  };
  try {
    const first = start();
    // The answer may be lost with the process; that it was started is in the file.
    await new DurableClient({ baseUrl: await first.baseUrl })
      .startNew('caller', { instanceId: 'call-1' })
      .catch((error) => expect(isDurableClientError(error)).toBe(true));
    await first.exited;
    for (let crash = 2; crash <= 3; crash += 1) {
      const host = start();
      await host.baseUrl.catch(() => 'killed before it could say so');
      await host.exited;
    }
    const last = start();
    const end = await new DurableClient({ baseUrl: await last.baseUrl }).waitForCompletion('call-1', {
      timeoutMs: 30_000,
    });
    last.kill();
    await last.exited;
    const [failure, ...innocents] = end.output as readonly unknown[];
    expect(failure).toContain('activity-poisoned: It was begun 3 times and the process died each time');
    expect(innocents).toEqual([0, 1, 2]);
    expect(
      readFileSync(runs, 'utf8')
        .split('\n')
        .filter((line) => line === 'deadly'),
    ).toHaveLength(3);
  } finally {
    running?.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}, 60_000);
