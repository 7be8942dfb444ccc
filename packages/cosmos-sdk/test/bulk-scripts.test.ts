import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { BulkOperation } from '../src/bulk/bulk-operation.ts';
import type { AnyBulkOutcome } from '../src/bulk/read-outcome.ts';
import { collect } from './fakes/open-bulk.ts';
import { type RequestEnding, scriptedBulk } from './fakes/scripted-bulk.ts';

const upsert = (item: number, value: number): BulkOperation => ({
  kind: 'upsert',
  item: { id: String(item), sensor: `s${item}`, value },
});
const endings = fc.constantFrom('done', 'throttled', 'retry-with', 'trouble', 'conflict', 'moved');
const ending: fc.Arbitrary<RequestEnding> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('rows'), endings: fc.array(endings, { minLength: 1 }) }) },
  fc.record({
    kind: fc.constant('failure'),
    ending: fc.constantFrom('throttled', 'unclear', 'moved', 'refused'),
  }),
);
const steps = fc.array(fc.nat({ max: 6 }), { minLength: 1, maxLength: 60 });

describe('whatever becomes of its requests, a bulk', () => {
  it('tells one outcome of each operation, and does those on one item in their order', async () => {
    await fc.assert(
      fc.asyncProperty(steps, fc.array(ending, { maxLength: 40 }), async (items, script) => {
        const bulk = scriptedBulk((request) => script[request] ?? { kind: 'rows', endings: ['done'] });
        const outcomes = await bulk.settle(collect(bulk.run(items.map(upsert), { maxConcurrency: 3 })));
        expect(outcomes.map(({ index }) => index).toSorted((left, right) => left - right)).toEqual(
          items.map((_, at) => at),
        );
        const sent = bulk.sent.flat().map((row) => row.split('#').map(Number));
        for (const item of new Set(items)) {
          const values = sent.filter(([id]) => id === item).map(([, value]) => value ?? 0);
          expect(values).toEqual(values.toSorted((left, right) => left - right));
          expect(new Set(values).size).toBe(items.filter((each) => each === item).length);
        }
        for (const outcome of outcomes) expect(outcome.ok || outcome.error.message).toBeTruthy();
        for (const request of bulk.sent)
          expect(new Set(request.map((row) => row.split('#')[0])).size).toBe(request.length);
      }),
    );
  });

  it('tells one outcome of each operation that it has read when it is aborted, at whichever request', async () => {
    await fc.assert(
      fc.asyncProperty(steps, fc.array(ending, { maxLength: 12 }), fc.nat({ max: 8 }), async (items, script, at) => {
        const leaving = new AbortController();
        const bulk = scriptedBulk((request) => {
          if (request === at) leaving.abort(new Error('enough'));
          return request >= at ? { kind: 'hang' } : (script[request] ?? { kind: 'rows', endings: ['done'] });
        });
        const outcomes: AnyBulkOutcome[] = [];
        const run = async (): Promise<unknown> => {
          try {
            for await (const outcome of bulk.run(items.map(upsert), { signal: leaving.signal })) outcomes.push(outcome);
            return undefined;
          } catch (error) {
            return error;
          }
        };
        const thrown = await bulk.settle(run());
        expect(outcomes.map(({ index }) => index).toSorted((left, right) => left - right)).toEqual(
          items.map((_, at) => at),
        );
        if (bulk.sent.length > at) expect(thrown).toMatchObject({ code: 'aborted' });
        else expect(thrown).toBeUndefined();
      }),
    );
  });

  it('ends at once where it is left, at whichever outcome, and leaves no timer behind', async () => {
    await fc.assert(
      fc.asyncProperty(
        steps,
        fc.array(ending, { maxLength: 12 }),
        fc.integer({ min: 1, max: 60 }),
        async (items, script, count) => {
          const bulk = scriptedBulk((request) => script[request] ?? { kind: 'rows', endings: ['done'] });
          const run = async (): Promise<number> => {
            let taken = 0;
            for await (const _ of bulk.run(items.map(upsert), { maxConcurrency: 2 })) if (++taken === count) break;
            return taken;
          };
          expect(await bulk.settle(run())).toBe(Math.min(count, items.length));
          const { length } = bulk.sent;
          await bulk.clock.advance(600_000);
          expect(bulk.sent).toHaveLength(length);
        },
      ),
    );
  });
});

describe('a partition without any throughput', () => {
  it('fails all that waits for it after 270 seconds, what was never sent until then too', async () => {
    const bulk = scriptedBulk(() => ({ kind: 'rows', endings: ['throttled'] }));
    // More than a request takes, and one item several times: they wait behind each other.
    const operations = Array.from({ length: 1200 }, (_, index) => upsert(index % 400, index));
    const outcomes = await bulk.settle(collect(bulk.run(operations)));
    expect(outcomes).toHaveLength(1200);
    expect(new Set(outcomes.map((outcome) => outcome.ok || outcome.error.code))).toEqual(new Set(['throttled']));
    expect(bulk.clock.elapsedMs()).toBeGreaterThan(260_000);
    expect(bulk.clock.elapsedMs()).toBeLessThan(272_000);
  });

  it('that gets on, however slowly, fails nothing', async () => {
    // One of a hundred a second: those at the end wait for many minutes.
    const bulk = scriptedBulk(() => ({ kind: 'rows', endings: ['done', ...Array<'throttled'>(99).fill('throttled')] }));
    const operations = Array.from({ length: 700 }, (_, index) => upsert(index, index));
    const outcomes = await bulk.settle(collect(bulk.run(operations)));
    expect(outcomes.filter(({ ok }) => !ok)).toEqual([]);
    expect(bulk.clock.elapsedMs()).toBeGreaterThan(300_000);
  });
});
