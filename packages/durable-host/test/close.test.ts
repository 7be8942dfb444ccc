import { afterEach, describe, expect, it } from '@jest/globals';
import { orchestration } from '@perdura/durable-core';
import type { DurableHost } from '../src/durable-host.ts';
import { callApi } from './fakes/call-api.ts';
import { closeTestHosts, openTestHost } from './fakes/open-test-host.ts';
import { virtualClock } from './fakes/virtual-clock.ts';

afterEach(closeTestHosts);

const minuteMs = 60_000;
const sleeper = orchestration('sleeper', async (ctx) => ctx.sleep(minuteMs));
const waiter = orchestration('waiter', async (ctx) => ctx.waitForEvent('go'));

/** Closes a host that was asked for something twenty times a moment ago, each time a little further on. */
async function closeAmidPosts(host: DurableHost, url: string): Promise<void> {
  const answers = [host.fetch(new Request(url, { method: 'POST' }))];
  while (answers.length < 20) {
    await null;
    answers.push(host.fetch(new Request(url, { method: 'POST' })));
  }
  await Promise.all([host.close(), ...answers.map((answer) => answer.catch(() => undefined))]);
}

describe('close', () => {
  it('leaves no timer behind, also of a turn that was under way', async () => {
    const { host, client, clock } = await openTestHost({ functions: [sleeper] });
    await client.startNew('sleeper');
    await host.close();
    expect(clock.dueInMs).toEqual([]);
  });

  it('leaves no timer behind of what was asked for a moment ago', async () => {
    const { host, clock } = await openTestHost({ functions: [sleeper] });
    const url = 'http://hub.invalid/durabletask/orchestrators/sleeper?startAt=2026-01-02T00:00:00Z';
    await closeAmidPosts(host, url);
    expect(clock.dueInMs).toEqual([]);
  });

  it('leaves no wait for an output behind, also of an instance that is just being started', async () => {
    const { host, clock } = await openTestHost({ functions: [waiter] });
    const url = 'http://hub.invalid/durabletask/orchestrators/waiter?timeout=60&pollingInterval=1';
    await closeAmidPosts(host, url);
    expect(clock.dueInMs).toEqual([]);
  });

  it('gives up a turn that could not be taken', async () => {
    let goodReadings = Number.POSITIVE_INFINITY;
    const clock = virtualClock();
    const now = () => {
      goodReadings -= 1;
      if (goodReadings < 0) throw new Error('the battery is flat');
      return clock.now();
    };
    const { host, client } = await openTestHost({ functions: [waiter], clock: { now, schedule: clock.schedule } });
    const id = await client.startNew('waiter');
    await host.whenIdle();
    goodReadings = 1;
    await client.raiseEvent(id, 'go');
    await host.whenIdle();
    expect(clock.dueInMs).toEqual([1_000]);
    goodReadings = Number.POSITIVE_INFINITY;
    await host.close();
    expect(clock.dueInMs).toEqual([]);
  });

  it('ends a long purge with what is deleted by then, and says so', async () => {
    const errors: unknown[] = [];
    const log = { debug() {}, info() {}, warn() {}, error: (...said: unknown[]) => errors.push(said) };
    const quick = orchestration('quick', async () => 'done');
    const { host, client } = await openTestHost({ functions: [quick], log });
    await Promise.all(Array.from({ length: 250 }, () => client.startNew('quick')));
    await host.whenIdle();
    const purge = callApi(host, 'DELETE', '/instances/?createdTimeFrom=2000-01-01T00:00:00Z');
    await new Promise(setImmediate);
    await Promise.all([expect(purge).rejects.toMatchObject({ code: 'closed' }), host.close()]);
    expect(errors).toEqual([]);
  });
});
