import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { activity, orchestration } from '@perdura/durable-core';
import { jsonActivity } from './fakes/json-functions.ts';
import { closeTestHosts, openTestHost } from './fakes/open-test-host.ts';
import { virtualClock } from './fakes/virtual-clock.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'perdura-suspects-'));
});
afterEach(async () => {
  await closeTestHosts();
  rmSync(folder, { recursive: true, force: true });
});

const caller = orchestration<number, unknown>('caller', async (ctx) =>
  ctx.joinAll(Array.from({ length: ctx.input }, (_, n) => ctx.callActivity('deadly', n))),
);
const other = orchestration('other', async () => {});
const limits = { maxActivityCrashes: 2 };

/** Leaves a file behind as processes do that die so often while so many activities run. */
async function crash(times: number, running: number): Promise<string> {
  const deadly = activity('deadly', () => new Promise<never>(() => {}));
  let from = join(folder, 'hub-0.db');
  for (let crashes = 0; crashes <= times; crashes += 1) {
    const to = join(folder, `hub-${crashes + 1}.db`);
    const { host, client } = await openTestHost({ database: from, functions: [caller, deadly], limits });
    if (crashes === 0) await client.startNew('caller', { instanceId: 'c', input: running });
    // not idle: the activities never end
    for (let turns = 0; turns < 50; turns += 1) await new Promise(setImmediate);
    if (crashes === times) {
      await host.close();
      return from;
    }
    for (const end of ['', '-wal']) copyFileSync(from + end, to + end);
    await host.close();
    from = to;
  }
  return from;
}

describe('activities that ran as processes died', () => {
  it('are not begun again though a host that could tell nobody closed in order', async () => {
    const database = await crash(2, 1);
    for (let opened = 0; opened < 3; opened += 1) {
      const { host, settle } = await openTestHost({ database, functions: [other], limits });
      await settle();
      await host.close();
    }
    let runs = 0;
    const deadly = activity('deadly', () => {
      runs += 1;
    });
    const { finish } = await openTestHost({ database, functions: [caller, deadly], limits });
    expect((await finish('c')).output).toContain('It was begun 2 times and the process died each time');
    expect(runs).toBe(0);
  });

  it('run one at a time as their last chance, also after their worker was down', async () => {
    const database = await crash(1, 5);
    let isDown = true;
    let running = 0;
    let most = 0;
    const deadly = jsonActivity('deadly', async (n) => {
      running += 1;
      most = Math.max(most, running);
      await new Promise(setImmediate);
      running -= 1;
      // what is no error stands for a worker that does not answer
      if (isDown) throw { message: 'nobody there' };
      return JSON.stringify(n);
    });
    const clock = virtualClock();
    const { host, settle } = await openTestHost({ database, functions: [caller, deadly], limits }, clock);
    await settle();
    for (let jumps = 0; jumps < 3; jumps += 1) {
      clock.jump();
      await settle();
    }
    await host.close();
    expect(clock.dueInMs).toEqual([]);
    const again = await openTestHost({ database, functions: [caller, deadly], limits }, clock);
    await again.settle();
    isDown = false;
    expect((await again.finish('c')).output).toEqual([0, 1, 2, 3, 4]);
    expect(most).toBe(1);
  });
});
