import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { activity, orchestration } from '@perdura/durable-core';
import { resolveHostOptions } from '../src/options/host-options.ts';
import { TaskHub } from '../src/runtime/task-hub.ts';
import { openDatabase } from '../src/store/open-database.ts';
import { virtualClock } from './fakes/virtual-clock.ts';

let folder: string;
let database: DatabaseSync;
let hub: TaskHub;
const clock = virtualClock();
const complaints: unknown[] = [];

const runs: number[] = [];
const work = activity('work', (n: number) => {
  runs.push(n);
  return n;
});
const sum = orchestration<string, number>('sum', async (ctx) => {
  const amount = await ctx.waitForEvent<number>('go');
  const parts = await ctx.joinAll(Array.from({ length: amount }, (_, n) => ctx.callActivity(work, n)));
  return parts.length;
});

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'perdura-full-'));
  const path = join(folder, 'hub.db');
  database = openDatabase(path, 'full');
  const log = { debug() {}, info() {}, warn() {}, error: (...said: unknown[]) => complaints.push(said[1]) };
  let count = 0;
  const options = { database: path, functions: [sum, work], clock, log, limits: { maxConcurrentActivities: 5 } };
  hub = new TaskHub(
    database,
    resolveHostOptions(options),
    () => String(count++),
    () => undefined,
  );
  hub.resume();
});
afterEach(async () => {
  await hub.close();
  database.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Leaves room for so many more pages than the file has. SQLite then answers as on a full disk. */
function leaveRoom(pages: number): void {
  const used = Number(database.prepare('PRAGMA page_count').get()?.page_count);
  database.exec(`PRAGMA max_page_count = ${used + pages}`);
}

/** Starts instances until there is no room for another; answers which were taken, and what was said of the first that was not. */
async function fill(): Promise<{ taken: string[]; error: unknown }> {
  const taken: string[] = [];
  try {
    for (;;) {
      const outcome = await hub.start({ name: 'sum', input: JSON.stringify('x'.repeat(1_000)) });
      if ('started' in outcome) taken.push(outcome.started);
    }
  } catch (error) {
    return { taken, error };
  }
}

describe('a hub whose disk is full', () => {
  it('refuses what it cannot keep, and goes on when there is room again', async () => {
    leaveRoom(40);
    const { taken, error } = await fill();
    expect(taken.length).toBeGreaterThan(5);
    expect(error).toMatchObject({ name: 'DurableHostError', code: 'disk-full' });
    await hub.whenIdle();
    expect(complaints).toEqual(complaints.map(() => expect.objectContaining({ code: 'disk-full' })));

    leaveRoom(10_000);
    while (clock.jump()) await hub.whenIdle();
    for (const id of taken) await hub.raiseEvent(id, 'go', '30');
    await hub.whenIdle();
    for (const id of taken) expect(hub.find(id)).toMatchObject({ status: 'Completed', output: '30' });
    expect(database.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' });
  });

  it('runs no activity whose beginning it could not write down, and each once', async () => {
    const outcome = await hub.start({ name: 'sum', instanceId: 'one', input: '"x"' });
    expect(outcome).toEqual({ started: 'one' });
    await hub.whenIdle();
    runs.length = 0;
    await hub.raiseEvent('one', 'go', '2000');
    leaveRoom(0);
    await hub.whenIdle();
    expect(runs).toEqual([]);
    leaveRoom(10_000);
    while (clock.jump()) await hub.whenIdle();
    expect(hub.find('one')).toMatchObject({ status: 'Completed', output: '2000' });
    expect(runs.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 2_000 }, (_, n) => n));
  });

  it('closes all the same', async () => {
    await hub.start({ name: 'sum', instanceId: 's' });
    await hub.whenIdle();
    database.exec('PRAGMA query_only = ON');
    await hub.close();
    expect(complaints.at(-1)).toMatchObject({ code: 'database' });
    database.exec('PRAGMA query_only = OFF');
  });
});
