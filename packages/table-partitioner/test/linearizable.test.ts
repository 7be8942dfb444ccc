import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Partitioner } from '../src/partitioner/partitioner.ts';
import { isTablePartitionerError } from '../src/table-partitioner-error.ts';
import { GUID, generationsIn, sceneOf } from './fakes/generations-scene.ts';
import { isLinearizable, type RowEvent } from './fakes/is-linearizable.ts';

const KINDS = ['get', 'create', 'update', 'upsert', 'delete'] as const;
const REFUSALS: ReadonlySet<string> = new Set(['row-exists', 'row-not-found']);

async function carryOut(partitioner: Partitioner, kind: RowEvent['kind'], value: number): Promise<RowEvent['answer']> {
  try {
    switch (kind) {
      case 'get':
        return (await partitioner.get<{ value: number }>(GUID))?.properties.value;
      case 'create':
        await partitioner.create(GUID, { value }, { checkOlder: true });
        return true;
      case 'update':
        await partitioner.update(GUID, { value });
        return true;
      case 'upsert':
        await partitioner.upsert(GUID, { value }, { mode: 'Replace' });
        return true;
      case 'delete':
        return await partitioner.delete(GUID);
    }
  } catch (error) {
    if (isTablePartitionerError(error) && REFUSALS.has(error.code)) return false;
    throw error;
  }
}

/** What processes do one after the other, each beside the others. */
const programs = fc.array(
  fc.record({
    migrate: fc.constantFrom('onDemand', 'onWrite', 'onRead'),
    lookup: fc.constantFrom('sequential', 'parallel'),
    /** A process that has not heard yet that generation 2 is active. */
    isBehind: fc.boolean(),
    steps: fc.array(fc.constantFrom(...KINDS), { minLength: 1, maxLength: 3 }),
  }),
  { minLength: 2, maxLength: 3 },
);

/** At which of its requests one mover dies, and whether that one is still carried out. */
const crashes = fc.record({ request: fc.nat(5), lost: fc.constantFrom('before', 'after') });

describe('a row that several processes work on while it moves', () => {
  it.each([
    ['is in the old generation', 1],
    ['is in the new generation', 2],
    ['does not exist', 0],
  ])('answers as if one operation came after the other when it %s', async (_what, generation) => {
    await fc.assert(
      fc.asyncProperty(programs, crashes, fc.scheduler(), async (processes, crash, scheduler) => {
        const scene = sceneOf(['readonly', 'active']);
        if (generation > 0) scene.put(generation, GUID, { value: 0 });
        let requests = 0;
        scene.service.beforeCall = async ({ who, operation, table }) => {
          await scheduler.schedule(Promise.resolve(), `${who} ${operation} ${table}`);
          return who === 'dying' && requests++ >= crash.request ? { lost: crash.lost } : undefined;
        };
        let time = 0;
        const events: RowEvent[] = [];
        const run = async (program: (typeof processes)[number], number: number): Promise<void> => {
          const { migrate, lookup, isBehind, steps } = program;
          const generations = isBehind ? generationsIn('active', 'announced') : scene.generations;
          const partitioner = scene.process(`p${number}`, { migrate, lookup, generations });
          for (const [step, kind] of steps.entries()) {
            // Where it would create a row, nobody else would look for one first.
            if (isBehind && (kind === 'create' || kind === 'upsert')) continue;
            const written = number * 10 + step + 1;
            const beganAt = time++;
            const answer = await carryOut(partitioner, kind, written);
            // Processes that disagree about the active generation may both say that it was they who deleted a row.
            const isShared = kind === 'delete' && processes.some((other) => other.isBehind);
            events.push({ kind, written, answer: isShared ? 'either' : answer, beganAt, endedAt: time++ });
          }
        };
        const mover = scene.process('mover', { migrate: 'onDemand' });
        const dying = scene.process('dying', { migrate: 'onWrite', retry: { maxRetries: 0 } });
        const death = dying.move(GUID, { from: 1 }).catch((error: unknown) => {
          expect(error).toMatchObject({ code: 'service-busy' });
        });
        await scheduler.waitFor(Promise.all([...processes.map(run), mover.move(GUID, { from: 1 }), death]));
        scene.service.beforeCall = () => undefined;
        const final = await scene.process('reader', { migrate: 'onRead' }).get<{ value: number }>(GUID);
        expect({ events, ok: isLinearizable(events, generation > 0 ? 0 : undefined, final?.properties.value) }).toEqual(
          {
            events,
            ok: true,
          },
        );
        expect(scene.copies(GUID)[1]).toBeUndefined();
      }),
      { numRuns: 400 },
    );
  });

  it('is looked at by a judge that refuses what cannot have been', () => {
    const event = (kind: RowEvent['kind'], answer: RowEvent['answer'], beganAt: number, written = 1): RowEvent => ({
      kind,
      answer,
      written,
      beganAt,
      endedAt: beganAt + 1,
    });
    expect(isLinearizable([event('get', 0, 1)], 0, 0)).toBe(true);
    expect(isLinearizable([event('get', undefined, 1)], 0, 0)).toBe(false);
    expect(isLinearizable([event('delete', true, 1), event('get', 0, 3)], 0, undefined)).toBe(false);
    expect(isLinearizable([event('delete', true, 1), event('get', 0, 2)], 0, undefined)).toBe(true);
    expect(isLinearizable([event('update', true, 1)], 0, 0)).toBe(false);
    expect(isLinearizable([event('create', true, 1), event('create', true, 3)], undefined, 1)).toBe(false);
  });
});
