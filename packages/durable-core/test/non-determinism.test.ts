import { describe, expect, it } from '@jest/globals';
import { orchestration } from '@perdura/durable-core';
import { openExecution } from '@perdura/durable-core/engine';
import { history } from '@perdura/durable-core/testing';

const messageOf = async (
  code: Parameters<typeof openExecution>[0],
  past: ReturnType<typeof history>,
): Promise<string> => {
  const { outcome, decisions } = await openExecution(code, { instanceId: 'i' }).advance(past.events);
  expect(decisions).toEqual([]);
  expect(outcome).toMatchObject({ kind: 'failed', error: { code: 'non-deterministic' } });
  return outcome?.kind === 'failed' ? outcome.failure.errorMessage : '';
};

describe('code that does not repeat its history', () => {
  const charge = history('o').turn(1);
  charge.events.splice(2, 0, { kind: 'task-scheduled', id: 0, name: 'Charge', timestampMs: 0 });

  it.each([
    {
      form: 'a generator',
      code: orchestration('o', function* (ctx) {
        return yield* ctx.callActivity('Ship');
      }),
    },
    { form: 'an async function', code: orchestration('o', async (ctx) => ctx.callActivity('Ship')) },
  ])('is told both sides, the place in history and the line of the call, as $form', async ({ code }) => {
    const message = await messageOf(code, charge);
    expect(message).toContain("instance 'i'");
    expect(message).toContain('(history[2])');
    expect(message).toContain("history records that activity 'Charge' was scheduled under sequence id 0");
    expect(message).toMatch(/but the code asked for activity 'Ship' \(at .*non-determinism\.test\.ts:\d+:\d+\)/);
  });

  it('is told its latest call where it made none, and what it threw', async () => {
    const past = history('o').scheduled(0, 'a').turn(1).completed(0).scheduled(1, 'b');
    const stopsEarly = orchestration('o', async (ctx) => {
      await ctx.callActivity('a');
      throw new Error('not today');
    });
    const message = await messageOf(stopsEarly, past);
    expect(message).toContain('(history[5])');
    expect(message).toMatch(/its latest call is activity 'a' at .*non-determinism\.test\.ts:\d+:\d+/);
    expect(message).toContain('it has thrown: not today');
  });

  it('runs once more for the line, without a word', async () => {
    const said: unknown[] = [];
    let runs = 0;
    const code = orchestration('o', async (ctx) => {
      runs += 1;
      ctx.log.info('asking');
      await ctx.callActivity('Ship');
    });
    const log = { debug() {}, warn() {}, error() {}, info: (...words: unknown[]) => void said.push(words) };
    await openExecution(code, { instanceId: 'i', log }).advance([
      ...charge.events,
      ...history('o').turn(2).events.slice(2),
    ]);
    expect(runs).toBe(2);
    expect(said.length).toBeLessThanOrEqual(1);
  });

  it('has no line when it does something else every time', async () => {
    let runs = 0;
    const code = orchestration('o', async (ctx) => ctx.callActivity(`Ship${runs++}`));
    const message = await messageOf(code, charge);
    expect(message).toContain("activity 'Ship0'. Was");
  });
});
