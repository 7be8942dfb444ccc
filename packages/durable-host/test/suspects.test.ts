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

const caller = orchestration<readonly number[], unknown>('caller', async (ctx) =>
  ctx.joinAll(ctx.input.map((n) => ctx.callActivity('deadly', n))),
);
const other = orchestration('other', async () => {});
const limits = { maxActivityCrashes: 2 };

/** Leaves a file behind as processes do that die so often while so many activities run. */
async function crash(times: number, running: readonly number[]): Promise<string> {
  const deadly = activity('deadly', () => new Promise<never>(() => {}));
  let from = join(folder, 'hub-0.db');
  for (let crashes = 0; crashes < times; crashes += 1) {
    const to = join(folder, `hub-${crashes + 1}.db`);
    const { host, client } = await openTestHost({ database: from, functions: [caller, deadly], limits });
    if (crashes === 0) await client.startNew('caller', { instanceId: 'c', input: running });
    // not idle: the activities never end
    for (let turns = 0; turns < 50; turns += 1) await new Promise(setImmediate);
    for (const end of ['', '-wal']) copyFileSync(from + end, to + end);
    await host.close();
    from = to;
  }
  return from;
}

describe('activities that ran as processes died', () => {
  it('are not begun again though a host that could tell nobody closed in order', async () => {
    const database = await crash(2, [0]);
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

  it.each([
    ['in one process', false],
    ['in the next one', true],
  ])('run one at a time as their last chance, also after their worker was down, %s', async (_where, isReopened) => {
    const suspects = [0, 1, 2, 3, 4];
    const database = await crash(1, suspects);
    let isDown = true;
    let running = 0;
    let most = 0;
    const deadly = jsonActivity('deadly', async (n) => {
      running += suspects.includes(Number(n)) ? 1 : 0;
      most = Math.max(most, running);
      await new Promise(setImmediate);
      running -= suspects.includes(Number(n)) ? 1 : 0;
      // what is no error stands for a worker that does not answer
      if (isDown) throw { message: 'nobody there' };
      return JSON.stringify(n);
    });
    const clock = virtualClock();
    const first = await openTestHost({ database, functions: [caller, deadly], limits }, clock);
    await first.client.startNew('caller', { instanceId: 'innocent', input: [10, 11, 12, 13] });
    await first.settle();
    for (let jumps = 0; jumps < 3; jumps += 1) {
      clock.jump();
      await first.settle();
    }
    isDown = false;
    let last = first;
    if (isReopened) {
      await first.host.close();
      expect(clock.dueInMs).toEqual([]);
      last = await openTestHost({ database, functions: [caller, deadly], limits }, clock);
    }
    expect((await last.finish('innocent')).output).toEqual([10, 11, 12, 13]);
    expect((await last.finish('c')).output).toEqual(suspects);
    expect(most).toBe(1);
  });
});
