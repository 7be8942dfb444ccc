import { describe, expect, it } from '@jest/globals';
import { isDurableError, type OrchestrationDefinition, replayHistory, runOrchestration } from '@perdura/durable-core';
import { type HistoryEvent, openExecution } from '@perdura/durable-core/engine';
import { encodeHistoryEvent } from '@perdura/durable-core/protocol';
import { TestHub } from '@perdura/durable-core/testing';
import fc from 'fast-check';
import { patchTimeMs } from '../src/replay/patches.ts';
import { type Code, forms } from './fakes/both-forms.ts';
import { runInExtensionModel } from './fakes/extension-model.ts';

/** What runs before and after the change, with and without steps of its own in the first turn. */
const original: Code = function* (ctx) {
  const eager = ctx.callActivity('A');
  yield* eager;
  yield* ctx.sleep(1000);
  yield* ctx.callActivity('B');
  return 'old';
};
const changed: Code = function* (ctx) {
  const isNew = ctx.patched('charge-first');
  if (isNew) yield* ctx.callActivity('charge');
  yield* ctx.callActivity('A');
  yield* ctx.sleep(1000);
  yield* ctx.callActivity(ctx.patched('charge-first') ? 'B2' : 'B');
  return isNew ? 'new' : 'old';
};
const changedTwice: Code = function* (ctx) {
  const [second, first] = [ctx.patched('second'), ctx.patched('charge-first')];
  if (first) yield* ctx.callActivity('charge');
  yield* ctx.callActivity('A');
  yield* ctx.sleep(1000);
  yield* ctx.callActivity(first ? 'B2' : 'B');
  return [first, second];
};

const names = ['A', 'B', 'B2', 'charge'];
const silent = { debug() {}, info() {}, warn() {}, error() {} };

async function run(definition: OrchestrationDefinition): Promise<readonly HistoryEvent[]> {
  const hub = new TestHub({ activities: Object.fromEntries(names.map((name) => [name, () => name])) });
  const instance = hub.start(definition);
  await hub.run();
  expect(instance.status).toBe('completed');
  return instance.history;
}

/** History turn by turn, as a host records it. */
function turnsOf(past: readonly HistoryEvent[]): HistoryEvent[][] {
  const turns: HistoryEvent[][] = [];
  for (const event of past) {
    if (event.kind === 'orchestrator-started') turns.push([]);
    turns.at(-1)?.push(event);
  }
  return turns;
}

describe.each(forms)('patched, $form', ({ define }) => {
  const outputs = async (code: Code, past: readonly HistoryEvent[]): Promise<readonly unknown[]> => {
    const turns = turnsOf(past);
    const seen: unknown[] = [];
    for (let whole = 1; whole <= turns.length; whole++) {
      const execution = openExecution(define(code), { instanceId: 'instance-1', log: silent });
      let turn = await execution.advance(turns.slice(0, whole).flat());
      for (const rest of turns.slice(whole)) turn = await execution.advance(rest);
      seen.push(turn.outcome?.kind === 'completed' ? JSON.parse(turn.outcome.output ?? '') : turn.outcome);
    }
    for (const schema of [0, 1, 2]) {
      const history = past.map(encodeHistoryEvent);
      const payload = { history, instanceId: 'instance-1', input: null, upperSchemaVersionNew: schema };
      seen.push((await runOrchestration(define(code), payload, { log: silent })).state.output);
    }
    return seen;
  };

  it('is false for an instance that began before the change, however its history is handed over', async () => {
    const past = await run(define(original));
    expect(new Set(await outputs(changed, past))).toEqual(new Set(['old']));
  });

  it('is true for one that began after it, however its history is handed over', async () => {
    const past = await run(define(changed));
    expect(new Set(await outputs(changed, past))).toEqual(new Set(['new']));
  });

  it('keeps instances of every generation apart', async () => {
    for (const [code, expected] of [
      [original, [false, false]],
      [changed, [true, false]],
      [changedTwice, [true, true]],
    ] as const) {
      const seen = await outputs(changedTwice, await run(define(code)));
      for (const each of seen) expect(each).toEqual(expected);
    }
  });

  it('goes on with an old instance wherever it stood', async () => {
    const turns = turnsOf(await run(define(original)));
    for (let count = 1; count < turns.length; count++) {
      const past = turns.slice(0, count).flat();
      const { isSame, decisions } = await replayHistory(define(changed), past, { instanceId: 'instance-1' });
      expect([isSame, decisions]).toEqual([true, []]);
    }
  });

  it('leaves one timer that is taken back as it is set', async () => {
    const started: HistoryEvent[] = [
      { kind: 'orchestrator-started', timestampMs: 0 },
      { kind: 'execution-started', name: 'o', timestampMs: 0 },
    ];
    const turn = await openExecution(define(changed), { instanceId: 'i' }).advance(started);
    expect(turn.decisions).toMatchObject([
      { kind: 'create-timer', id: 0, fireAtMs: patchTimeMs('charge-first') },
      { kind: 'call-activity', id: 1, name: 'charge' },
    ]);
    expect(turn.cancelledTimers).toEqual([0]);
  });

  it.each([1, 2])('holds no host of the JSON protocol up, schema %i', async (upperSchemaVersion) => {
    const { status, value, executions } = await runInExtensionModel(define(changed), { upperSchemaVersion });
    expect([status, value]).toEqual(['Completed', 'new']);
    expect(executions).toEqual({ charge: 1, A: 1, B2: 1 });
  });

  it('is refused when it is first asked too late', async () => {
    const late: Code = function* (ctx) {
      yield* ctx.callActivity('A');
      return ctx.patched('late');
    };
    const hub = new TestHub({ activities: { A: () => 1 } });
    const instance = hub.start(define(late));
    await hub.run();
    expect(instance.error).toBeInstanceOf(TypeError);
    expect(instance.error).toMatchObject({ message: expect.stringContaining('at the top') });
  });

  it.each([[''], [' '], [5], [undefined]])('refuses the id %j', async (id) => {
    const hub = new TestHub();
    // biome-ignore lint/correctness/useYield: it ends before it could
    const wrong: Code = function* (ctx) {
      return ctx.patched(id as string);
    };
    const instance = hub.start(define(wrong));
    await hub.run();
    expect(instance.error).toBeInstanceOf(TypeError);
  });

  it('is true of every execution that begins anew', async () => {
    const loop: Code = function* (ctx) {
      const isNew = ctx.patched('x');
      yield* ctx.callActivity('A');
      if (ctx.input === 0) yield* ctx.continueAsNew(1);
      return isNew;
    };
    const hub = new TestHub({ activities: { A: () => 1 } });
    const instance = hub.start(define(loop), 0);
    await hub.run();
    expect([instance.continuedAsNewCount, instance.output]).toEqual([1, true]);
  });

  it('shows when code without the patch meets an instance that has it', async () => {
    const { outcome } = await replayHistory(define(original), await run(define(changed)), {
      instanceId: 'instance-1',
    });
    const error = outcome?.kind === 'failed' ? outcome.error : undefined;
    expect(isDurableError(error) && error.code).toBe('non-deterministic');
  });
});

describe('the time that records a patch', () => {
  it('is a past date of its own for every id, the same in every process', () => {
    expect(patchTimeMs('charge-first')).toBe(-4181833806005);
    fc.assert(
      fc.property(fc.string(), fc.string(), (one, other) => {
        const timeMs = patchTimeMs(one);
        expect(timeMs).toBeGreaterThanOrEqual(Date.UTC(1800, 0, 1));
        expect(timeMs).toBeLessThan(Date.UTC(1969, 0, 1));
        expect(Number.isInteger(timeMs)).toBe(true);
        expect(one === other || patchTimeMs(other) !== timeMs).toBe(true);
      }),
    );
  });
});
