import { describe, expect, it } from '@jest/globals';
import { openExecution } from '@perdura/durable-core/engine';
import { history, TestHub } from '@perdura/durable-core/testing';
import { type Code, forms } from './fakes/both-forms.ts';
import { runInExtensionModel } from './fakes/extension-model.ts';

/*
 * A timeout, an activity, an event while it runs, and a second wait: the event is for that wait. Hosts cannot withdraw the first wait,
 * which would swallow it.
 */

const code: Code = function* (ctx) {
  const first = yield* ctx.waitForEventWithTimeout('go', 1000);
  const worked = yield* ctx.callActivity('work');
  const second = yield* ctx.waitForEventWithTimeout('GO', 60_000);
  return [first, worked, second, yield* ctx.callActivity('tail')];
};
const result = [{ timedOut: true }, 'work', { timedOut: false, value: 'meanwhile' }, 'tail'];

describe.each(forms)('an event between two waits with a timeout, as $form', ({ define }) => {
  it('goes to the second wait in a replay, handed over at once or turn by turn', async () => {
    const past = history().turn(1).fired(0).turn(2).raised('go', 'meanwhile').turn(3).completed(1, 'work');
    const execution = openExecution(define(code), { instanceId: 'i' });
    const { decisions } = await execution.advance(past.take());
    // its timer is set and taken back at once, or never set: then it takes no id
    const id = decisions.at(-1);
    const end = past.turn(4).completed((id as { readonly id: number }).id, 'tail');
    const { outcome } = await execution.advance(past.take());
    expect(outcome).toEqual({ kind: 'completed', output: JSON.stringify(result) });
    expect((await openExecution(define(code), { instanceId: 'i' }).advance(end.events)).outcome).toEqual(outcome);
  });

  it.each([
    ['V1', 0],
    ['V2', 1],
    ['V3', 2],
    ['V4', 3],
  ])('goes to the second wait in a host that executes lists of schema %s', async (_schema, upperSchemaVersion) => {
    const run = await runInExtensionModel(define(code), {
      upperSchemaVersion,
      activity: (name) => ({ afterMs: 5000, result: name }),
      events: [{ atMs: 3000, name: 'Go', data: 'meanwhile' }],
    });
    // the timeout, the activity, which the event does not end, and the last one
    expect(run).toMatchObject({ status: 'Completed', value: result, virtualSeconds: 1 + 5 + 5 });
    expect(run.executions).toEqual({ work: 1, tail: 1 });
  });

  it('goes to the second wait in a test hub', async () => {
    const hub = new TestHub({ activities: { work: () => 'work', tail: () => 'tail' } });
    const instance = hub.start(define(code));
    await hub.settle();
    await hub.advance(1000);
    instance.raiseEvent('go', 'meanwhile');
    await hub.run();
    expect(instance.output).toEqual(result);
  });

  it('waits for the second timeout when no event comes', async () => {
    const run = await runInExtensionModel(define(code), { activity: (name) => ({ afterMs: 5000, result: name }) });
    expect(run).toMatchObject({ value: [{ timedOut: true }, 'work', { timedOut: true }, 'tail'] });
    expect(run).toMatchObject({ status: 'Completed', virtualSeconds: 1 + 5 + 60 + 5 });
  });
});
