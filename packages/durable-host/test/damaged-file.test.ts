import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { activity, orchestration } from '@perdura/durable-core';
import { DurableHost, isDurableHostError } from '@perdura/durable-host';
import { closeTestHosts, openTestHost } from './fakes/open-test-host.ts';

let folder: string;
let database: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'perdura-damage-'));
  database = join(folder, 'hub.db');
});
afterEach(async () => {
  await closeTestHosts();
  rmSync(folder, { recursive: true, force: true });
});

const echo = activity('echo', (value: unknown) => value);
const sleeper = orchestration('sleeper', async (ctx) => {
  await ctx.callActivity(echo, 'x'.repeat(500));
  await ctx.sleep(1_000);
});
const functions = [sleeper, echo];

/** A hub with instances that wait, as bytes. */
async function makeHub(): Promise<Buffer> {
  const { host, client, settle } = await openTestHost({ database, functions });
  await Promise.all(Array.from({ length: 40 }, (_, n) => client.startNew('sleeper', { instanceId: `s-${n}` })));
  await settle();
  await host.close();
  return readFileSync(database);
}

/** Tries to open what is in the file, and tells how that was refused. */
async function refusal(): Promise<{ code: string; message: string }> {
  try {
    await (await DurableHost.open({ database, functions })).close();
  } catch (error) {
    if (isDurableHostError(error)) return error;
    throw error;
  }
  return { code: 'opened', message: '' };
}

describe('DurableHost.open', () => {
  it('refuses a hub that was cut off, wherever, and leaves it as it is', async () => {
    const whole = await makeHub();
    const pageBytes = whole.readUInt16BE(16);
    const lengths = [1, 15, 16, 50, 99, 100, 511, 512, pageBytes - 1, pageBytes, pageBytes + 1, whole.length - 1];
    for (const length of [...lengths, Math.floor(whole.length / 2), whole.length - pageBytes]) {
      const cut = whole.subarray(0, length);
      writeFileSync(database, cut);
      expect({ length, code: (await refusal()).code }).toEqual({
        length,
        code: expect.stringMatching(/^(damaged|not-a-hub)$/),
      });
      expect(readFileSync(database).equals(cut)).toBe(true);
    }
  });

  it('refuses a hub with one page overwritten, whichever, and leaves it as it is', async () => {
    const whole = await makeHub();
    const pageBytes = whole.readUInt16BE(16);
    for (let start = 0; start < whole.length; start += pageBytes) {
      const damaged = Buffer.from(whole);
      damaged.fill(0xa5, start, start + pageBytes);
      writeFileSync(database, damaged);
      const { code } = await refusal();
      expect({ start, code }).toEqual({ start, code: start === 0 ? 'not-a-hub' : 'damaged' });
      expect(readFileSync(database).equals(damaged)).toBe(true);
    }
  });

  it('opens a hub with a damaged page when it is to look at the header only', async () => {
    const damaged = await makeHub();
    const pageBytes = damaged.readUInt16BE(16);
    damaged.fill(0xa5, damaged.length - pageBytes);
    writeFileSync(database, damaged);
    expect((await refusal()).code).toBe('damaged');
    const opening = DurableHost.open({ database, functions, fileCheck: 'header' });
    const outcome = await opening.then(
      async (host) => {
        await host.close();
        return 'opened';
      },
      (error) => (isDurableHostError(error) ? error.code : error),
    );
    expect(['opened', 'damaged']).toContain(outcome);
    await expect(DurableHost.open({ database, functions, fileCheck: 'none' as never })).rejects.toThrow(
      /fileCheck must/,
    );
  });

  it('makes a hub of an empty file', async () => {
    writeFileSync(database, '');
    expect(await refusal()).toMatchObject({ code: 'opened' });
    expect(statSync(database).size).toBeGreaterThan(0);
  });

  it('refuses a file it is to read only, and leaves it as it is', async () => {
    const bytes = await makeHub();
    database = `file:${database}?mode=ro`;
    expect(await refusal()).toMatchObject({ code: 'database' });
    expect(readFileSync(join(folder, 'hub.db')).equals(bytes)).toBe(true);
  });

  it('refuses a folder', async () => {
    mkdirSync(database);
    expect(await refusal()).toMatchObject({ code: 'database', message: expect.stringContaining('is it a file') });
  });
});
