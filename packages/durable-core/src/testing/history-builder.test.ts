import { describe, expect, it } from '@jest/globals';
import { orchestration } from '@perdura/durable-core';
import { openExecution } from '@perdura/durable-core/engine';
import { history, replayHistory } from '@perdura/durable-core/testing';

const ship = orchestration('ship', async (ctx) => {
  const label = await ctx.callActivity<string>('print', ctx.input);
  await ctx.sleep(1000);
  const from = await ctx.waitForEvent<string>('picked-up');
  return `${label} for ${from}`;
});

describe('history', () => {
  it('writes what a host would have recorded', async () => {
    const past = history('ship', 'tea').scheduled(0, 'print');
    past.turn(1).completed(0, 'label').timerSet(1, 2);
    past.turn(2).fired(1);
    past.turn(3).raised('picked-up', 'Mia');
    expect(await replayHistory(ship, past.events)).toMatchObject({
      isSame: true,
      outcome: { kind: 'completed', output: '"label for Mia"' },
    });
  });

  it('counts seconds from 2024, and records values as JSON and undefined as none', () => {
    const { events } = history('ship', { sku: 'tea' }).turn(90).completed(0).raised('go', 1);
    expect(events).toEqual([
      { kind: 'orchestrator-started', timestampMs: Date.parse('2024-01-01T00:00:00Z') },
      {
        kind: 'execution-started',
        name: 'ship',
        input: '{"sku":"tea"}',
        timestampMs: Date.parse('2024-01-01T00:00:00Z'),
      },
      { kind: 'orchestrator-started', timestampMs: Date.parse('2024-01-01T00:01:30Z') },
      { kind: 'task-completed', id: 0, timestampMs: Date.parse('2024-01-01T00:01:30Z') },
      { kind: 'event-raised', name: 'go', input: '1', timestampMs: Date.parse('2024-01-01T00:01:30Z') },
    ]);
  });

  it('gives an execution that is kept what is new', async () => {
    const execution = openExecution(ship, { instanceId: 'i' });
    const past = history('ship', 'tea');
    expect((await execution.advance(past.take())).decisions).toMatchObject([{ kind: 'call-activity', id: 0 }]);
    past.turn(1).completed(0, 'label');
    expect((await execution.advance(past.take())).decisions).toMatchObject([{ kind: 'create-timer', id: 1 }]);
    expect(past.take()).toEqual([]);
  });

  it.each([
    ['a turn at no time', () => history().turn(Number.NaN), 'history.turn takes a number of seconds, got NaN.'],
    ['a timer at no time', () => history().timerSet(0, undefined as never), 'got undefined.'],
    [
      'an id below 0',
      () => history().completed(-1),
      'history.completed takes a sequence id, a whole number from 0, got -1.',
    ],
    ['an id that is a name', () => history().fired('print' as never), "got 'print'."],
    ['an orchestration without a name', () => history(''), "a string that is not empty, got ''."],
    [
      'a failure that is text',
      () => history().failed(0, 'no money' as never),
      "a failure such as { reason: 'no money' }",
    ],
    ['a child without an id', () => history().childStarted(0, 'bill', undefined as never), 'got undefined.'],
  ])('refuses %s', (_what, build, message) => {
    expect(build).toThrow(TypeError);
    expect(build).toThrow(message);
  });

  it('refuses values that JSON cannot say', () => {
    expect(() => history('ship', 1n)).toThrow(expect.objectContaining({ code: 'not-serializable' }));
  });
});
