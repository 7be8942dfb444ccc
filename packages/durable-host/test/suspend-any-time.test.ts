import { afterEach, expect, it } from '@jest/globals';
import { activity, orchestration } from '@perdura/durable-core';
import fc from 'fast-check';
import { callApi } from './fakes/call-api.ts';
import { closeTestHosts, openTestHost } from './fakes/open-test-host.ts';

afterEach(closeTestHosts);

const itemCount = 4;
const double = activity('double', (n: number) => n * 2);
const collector = orchestration('collector', async (ctx) => {
  const items: unknown[] = [];
  for (let n = 0; n < itemCount; n += 1) {
    const item = await ctx.waitForEvent<number>('item');
    await ctx.sleep(1_000);
    items.push(await ctx.callActivity(double, item));
  }
  return items;
});

/** What happens to the instance, one after the other; `look` lets everything happen that can. */
const happenings = fc.array(fc.constantFrom('suspend', 'resume', 'raise', 'jump', 'look'), { maxLength: 40 });

it('an instance that is suspended and resumed at any time ends as one that never was', async () => {
  await fc.assert(
    fc.asyncProperty(happenings, fc.boolean(), async (happened, isStopped) => {
      const { host, client, clock, settle, finish } = await openTestHost({ functions: [collector, double] });
      await client.startNew('collector', { instanceId: 'c' });
      let isPaused = false;
      let raised = 0;
      const raise = async () => {
        if (raised >= itemCount) return;
        raised += 1;
        await client.raiseEvent('c', 'item', raised);
      };
      const turn = async (verb: 'suspend' | 'resume') => {
        const { status } = await callApi(host, 'POST', `/instances/c/${verb}`);
        if (status === 410) return;
        expect(status).toBe(isPaused === (verb === 'resume') ? 202 : 500);
        isPaused = verb === 'suspend';
      };
      for (const what of happened) {
        if (what === 'raise') await raise();
        else if (what === 'jump') clock.jump();
        else if (what === 'look') await settle();
        else await turn(what);
      }
      if (isStopped) await callApi(host, 'POST', '/instances/c/terminate');
      await settle();
      if (isStopped) {
        expect((await client.queryStatus('c'))?.runtimeStatus).toMatch(/^(Terminated|Completed)$/);
        await host.close();
        return;
      }
      const before = await client.queryStatus('c', { showHistory: true });
      if (isPaused) expect(before?.runtimeStatus).toBe('Suspended');
      while (raised < itemCount) await raise();
      clock.jump();
      await settle();
      if (isPaused) {
        expect(await client.queryStatus('c', { showHistory: true })).toEqual(before);
        await turn('resume');
      }
      expect(await finish('c')).toMatchObject({ runtimeStatus: 'Completed', output: [2, 4, 6, 8] });
      await host.close();
    }),
    { numRuns: 60 },
  );
});
