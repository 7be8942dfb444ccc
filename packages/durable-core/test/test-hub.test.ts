import { describe, expect, it } from '@jest/globals';
import { activity, isDurableError, orchestration, replayHistory } from '@perdura/durable-core';
import { openExecution } from '@perdura/durable-core/engine';
import { history, TestHub } from '@perdura/durable-core/testing';

const dayMs = 86_400_000;
const charge = activity('charge', async (amount: number) => `charged ${amount}`);

const remind = orchestration('remind', async (ctx) => {
  const { days } = ctx.input as { days: number };
  for (let day = 1; day <= days; day++) {
    await ctx.sleep(dayMs);
    ctx.setCustomStatus(`day ${day}`);
    await ctx.callActivity('send', day);
  }
  return days;
});

const approve = orchestration('approve', async (ctx) => {
  const approval = await ctx.waitForEventWithTimeout<string>('approval', 3 * dayMs);
  return approval.timedOut ? 'nobody' : approval.value;
});

describe('a test hub', () => {
  it('runs thirty days in no time', async () => {
    const hub = new TestHub({ activities: { send: async () => 'sent' } });
    const instance = hub.start(remind, { days: 30 });
    await hub.run();
    expect([instance.status, instance.output, instance.customStatus]).toEqual(['completed', 30, 'day 30']);
    expect(hub.activityCalls).toHaveLength(30);
    expect(hub.activityCalls[29]).toEqual({
      instanceId: 'instance-1',
      name: 'send',
      input: 30,
      atMs: Date.UTC(2024, 0, 31),
    });
  });

  it('lets as much time pass as it is told', async () => {
    const hub = new TestHub({ activities: { send: async () => 'sent' }, startTime: new Date(0) });
    const instance = hub.start(remind, { days: 30 });
    await hub.settle();
    expect(hub.activityCalls).toHaveLength(0);
    await hub.advance(3.5 * dayMs);
    expect([hub.activityCalls.length, instance.status, hub.nowMs]).toEqual([3, 'running', 3.5 * dayMs]);
    await hub.advance(dayMs);
    expect(hub.activityCalls.at(-1)).toMatchObject({ input: 4, atMs: 4 * dayMs });
    await expect(hub.advance(-1)).rejects.toThrow(TypeError);
  });

  it('raises events, in time and too late', async () => {
    const hub = new TestHub();
    const [inTime, tooLate] = [hub.start(approve), hub.start(approve, undefined, { instanceId: 'late' })];
    await hub.advance(2 * dayMs);
    expect(inTime.awaitedEvents).toEqual(['approval']);
    inTime.raiseEvent('Approval', 'Mia');
    await hub.run();
    expect([inTime.output, tooLate.output]).toEqual(['Mia', 'nobody']);
    expect(hub.nowMs).toBe(Date.UTC(2024, 0, 4));
    expect(() => inTime.raiseEvent('approval')).toThrow('has ended');
    expect(hub.instance('late')).toBe(tooLate);
  });

  it('runs activities as they are, or as the test says', async () => {
    const pay = orchestration('pay', async (ctx) => ctx.callActivity(charge, 5));
    const real = new TestHub({ functions: [charge] });
    const paid = real.start(pay);
    await real.run();
    expect(paid.output).toBe('charged 5');

    const faked = new TestHub({ functions: [charge], activities: { charge: (amount: number) => `kept ${amount}` } });
    const kept = faked.start(pay);
    await faked.run();
    expect(kept.output).toBe('kept 5');
  });

  it('waits out retries in its own time', async () => {
    let attempts = 0;
    const flaky = (): string => {
      attempts += 1;
      if (attempts < 3) throw new Error('not yet');
      return 'now';
    };
    const stubborn = orchestration('stubborn', async (ctx) =>
      ctx.callActivityWithRetry('flaky', {
        maxNumberOfAttempts: 3,
        firstRetryIntervalMs: dayMs,
        backoffCoefficient: 2,
      }),
    );
    const hub = new TestHub({ activities: { flaky } });
    const instance = hub.start(stubborn);
    await hub.run();
    expect(instance.output).toBe('now');
    expect(hub.activityCalls.map(({ atMs }) => (atMs - Date.UTC(2024, 0, 1)) / dayMs)).toEqual([0, 1, 3]);
  });

  it('runs sub-orchestrations, and fails their callers with them', async () => {
    const child = orchestration('child', async (ctx) => {
      if (ctx.input === 'bad') throw new RangeError('too bad');
      await ctx.sleep(1000);
      return `${String(ctx.input)} of ${ctx.parentInstanceId}`;
    });
    const parent = orchestration('parent', async (ctx) => ctx.callSubOrchestrator(child, ctx.input as string));
    const hub = new TestHub({ functions: [child] });
    const [good, bad] = [hub.start(parent, 'good', { instanceId: 'p' }), hub.start(parent, 'bad')];
    await hub.run();
    expect(good.output).toBe('good of p');
    expect(bad.error).toMatchObject({ code: 'task-failed', message: expect.stringContaining('too bad') });
    expect(hub.instance('p:0:0')?.status).toBe('completed');
  });

  it('begins anew, and carries events over', async () => {
    const counter = orchestration('counter', async (ctx) => {
      const total = (ctx.input as number) + ((await ctx.waitForEvent<number>('add')) ?? 0);
      return total < 10 ? ctx.continueAsNew(total) : total;
    });
    const hub = new TestHub();
    const instance = hub.start(counter, 0);
    for (const amount of [1, 2, 3, 4]) instance.raiseEvent('add', amount);
    await hub.run();
    expect([instance.output, instance.continuedAsNewCount]).toEqual([10, 3]);
  });

  it('says what is not there', async () => {
    const retry = { maxNumberOfAttempts: 3, firstRetryIntervalMs: 1000 };
    const lost = orchestration('lost', async (ctx) => {
      const outcomes = await ctx.joinAllSettled([
        ctx.callActivity('nowhere', 1, { retry }),
        ctx.callSubOrchestrator('nobody'),
      ]);
      return outcomes.map(
        ({ status, ...rest }) =>
          status === 'rejected' &&
          'error' in rest &&
          isDurableError(rest.error) && { ...rest.error, message: rest.error.message },
      );
    });
    const hub = new TestHub({ functions: [charge] });
    const instance = hub.start(lost);
    await hub.run();
    expect(instance.output).toEqual([
      expect.objectContaining({
        code: 'unknown-function',
        message: "The function 'nowhere' doesn't exist or is not an activity function. Known: 'charge'.",
      }),
      expect.objectContaining({
        code: 'unknown-function',
        message: "The function 'nobody' doesn't exist or is not an orchestrator function. Known: 'lost'.",
      }),
    ]);
    expect(hub.activityCalls).toHaveLength(1);
  });

  it('gives up on loops that never end', async () => {
    const forever = orchestration('forever', async (ctx) => {
      for (;;) await ctx.sleep(1000);
    });
    const hub = new TestHub();
    hub.start(forever);
    await expect(hub.run({ maxTimers: 50 })).rejects.toThrow('50 timers have fired');
  });

  it('keeps no time for instances that have ended', async () => {
    const racing = orchestration('racing', async (ctx) => {
      const first = await ctx.select({ quick: ctx.sleep(1000), slow: ctx.sleep(dayMs) });
      return first.key;
    });
    const hub = new TestHub({ startTime: new Date(0) });
    const instance = hub.start(racing);
    await hub.run();
    expect([instance.output, hub.nowMs]).toEqual(['quick', 1000]);
  });

  it('refuses what makes no sense', async () => {
    expect(() => new TestHub({ functions: [{}] as never })).toThrow('made by orchestration(), activity() and entity()');
    expect(() => new TestHub({ startTime: new Date(Number.NaN) })).toThrow('valid Date');
    expect(() => new TestHub({ fuctions: [] } as never)).toThrow(TypeError);
    const hub = new TestHub();
    hub.start(approve, undefined, { instanceId: 'one' });
    expect(() => hub.start(approve, undefined, { instanceId: 'one' })).toThrow('has not ended');
  });
});

describe('replayHistory', () => {
  const recorded = async () => {
    const hub = new TestHub({ activities: { send: async () => 'sent' } });
    const instance = hub.start(remind, { days: 2 });
    await hub.run();
    return instance.history;
  };

  it('says that the code still does what it did', async () => {
    expect(await replayHistory(remind, await recorded())).toMatchObject({
      isSame: true,
      difference: undefined,
      outcome: { kind: 'completed', output: '2' },
      decisions: [],
    });
  });

  it('tells of waits that no event in history answers, and of no other', async () => {
    const waits = orchestration('o', async (ctx) => {
      await ctx.callActivity('A');
      return [await ctx.waitForEvent('early'), await ctx.waitForEvent('never')];
    });
    const past = history().scheduled(0, 'A').turn(1).raised('early', 1).completed(0);
    const { decisions } = await replayHistory(waits, past.events);
    expect(decisions).toEqual([{ kind: 'wait-for-event', waitId: 1, name: 'never' }]);
    const turn = await openExecution(waits, { instanceId: 'i' }).advance(past.events);
    expect(turn.decisions[0]).toEqual({ kind: 'wait-for-event', waitId: 0, name: 'early', isAnswered: true });
  });

  it('names both sides where it does not', async () => {
    const changed = orchestration('remind', async (ctx) => {
      await ctx.sleep(dayMs);
      await ctx.callActivity('post', 1);
    });
    const report = await replayHistory(changed, await recorded());
    expect(report.isSame).toBe(false);
    expect(report.difference).toMatch(/'send'.*'post'|'post'.*'send'/);
  });
});
