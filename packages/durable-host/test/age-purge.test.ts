import { afterEach, describe, expect, it } from '@jest/globals';
import { orchestration } from '@perdura/durable-core';
import { DurableHost } from '@perdura/durable-host';
import { closeTestHosts, openTestHost } from './fakes/open-test-host.ts';

afterEach(closeTestHosts);

const dayMs = 86_400_000;
const quick = orchestration('quick', async () => 'done');
const waiter = orchestration('waiter', async (ctx) => ctx.waitForEvent('go'));

describe('keepFinishedForMs', () => {
  it('deletes what finished longer ago, and nothing that is open or younger', async () => {
    const { client, clock, settle } = await openTestHost({ functions: [quick, waiter], keepFinishedForMs: 2 * dayMs });
    const start = (name: string, instanceId: string) => client.startNew(name, { instanceId });
    const ids = async () => {
      const found: string[] = [];
      for await (const { instanceId } of client.queryStatuses()) found.push(instanceId);
      return found;
    };
    const passDays = async (days: number) => {
      const untilMs = clock.now() + days * dayMs;
      while (clock.now() + (clock.dueInMs[0] ?? dayMs * 1_000) <= untilMs) {
        clock.jump();
        await settle();
      }
    };
    await Promise.all(Array.from({ length: 250 }, (_, n) => start('quick', `old-${n}`)));
    await start('waiter', 'waiting');
    await start('waiter', 'late');
    await settle();
    await passDays(1);
    await start('quick', 'young');
    await client.raiseEvent('late', 'go');
    await settle();
    await passDays(1.5);
    expect((await ids()).toSorted()).toEqual(['late', 'waiting', 'young']);
    await passDays(2);
    expect(await ids()).toEqual(['waiting']);
  });

  it('leaves nothing behind when the host closes', async () => {
    const { host, clock } = await openTestHost({ functions: [quick], keepFinishedForMs: dayMs });
    await host.whenIdle();
    expect(clock.dueInMs).toEqual([3_600_000]);
    await host.close();
    expect(clock.dueInMs).toEqual([]);
  });

  it('is off unless asked for', async () => {
    const { host, clock } = await openTestHost({ functions: [quick] });
    await host.whenIdle();
    expect(clock.dueInMs).toEqual([]);
  });

  it.each([0, -1, Number.NaN, '1d'])('refuses %p', async (keepFinishedForMs) => {
    const options = { database: ':memory:', functions: [quick], keepFinishedForMs };
    await expect(DurableHost.open(options as never)).rejects.toThrow(/keepFinishedForMs must be/);
  });
});
