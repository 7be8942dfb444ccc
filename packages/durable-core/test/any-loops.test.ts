import { describe, expect, it } from '@jest/globals';
import type { Task } from '@perdura/durable-core';
import { openExecution } from '@perdura/durable-core/engine';
import { history } from '@perdura/durable-core/testing';
import fc from 'fast-check';
import { type Code, forms } from './fakes/both-forms.ts';

type Tasks = readonly Task<unknown>[];

/** What the code does with the list before it waits for the next of it. */
const moves = ['nothing', 'pause', 'any', 'any twice', 'joinAllSettled', 'double', 'last alone'] as const;
type Move = (typeof moves)[number];

const seen: unknown[] = [];

/** Drains tasks with `any`, and does other things with them on the way. @param same  Gives a list with the same tasks. */
const drain = (count: number, steps: readonly Move[], same: (tasks: Tasks) => Tasks): Code =>
  function* (ctx) {
    let open: Tasks = Array.from({ length: count }, () => ctx.callActivity('A'));
    const numbered = new Map(open.map((task, id) => [task, id]));
    const others: Task<unknown>[] = [];
    for (let round = 0; open.length > 0; round++) {
      switch (steps[round]) {
        case 'pause':
          seen.push(yield* ctx.callActivity('Pause'));
          break;
        case 'any':
          others.push(ctx.any(same(open)));
          break;
        case 'any twice':
          others.push(ctx.any(same(open)), ctx.any(same(open)));
          break;
        case 'joinAllSettled':
          others.push(ctx.joinAllSettled(same(open)));
          break;
        case 'double':
          open = [...open, ...open.slice(0, 1)];
          break;
        case 'last alone':
          others.push(ctx.any(open.slice(-1)));
          break;
        default:
      }
      const { index, task, remaining, status } = yield* ctx.any(same(open));
      seen.push([index, numbered.get(task), status, remaining.map((left) => numbered.get(left))]);
      open = remaining;
    }
    for (const other of others) {
      const answer = (yield* other) as { index?: number; length?: number };
      seen.push(answer.index ?? answer.length);
    }
  };

describe.each(forms)('as $form, a loop over any', ({ define }) => {
  it('goes the same way with the list that the last any has left as with a copy of it', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 8 }),
        fc.array(fc.constantFrom(...moves), { maxLength: 8 }),
        fc.infiniteStream(fc.nat()),
        fc.boolean(),
        async (count, steps, random, isEventByEvent) => {
          const pauses = steps.filter((step) => step === 'pause').length;
          const ids = Array.from({ length: count + pauses }, (_, id) => id);
          const past = history().turn(1);
          while (ids.length > 0) {
            const [id] = ids.splice((random.next().value ?? 0) % ids.length, 1) as [number];
            if (id < count && id % 3 === 2) past.failed(id);
            else past.completed(id, id);
          }
          const run = async (same: (tasks: Tasks) => Tasks): Promise<unknown> => {
            seen.length = 0;
            const execution = openExecution(define(drain(count, steps, same)), { instanceId: 'i' });
            const pieces = isEventByEvent ? past.events.slice(2).map((event) => [event]) : [past.events.slice(2)];
            let turn = await execution.advance(past.events.slice(0, 2));
            for (const piece of pieces) turn = await execution.advance(piece);
            return { kind: turn.outcome?.kind, seen: [...seen] };
          };
          const withCopies = await run((tasks) => [...tasks]);
          expect(withCopies).toMatchObject({ kind: 'completed' });
          expect(await run((tasks) => tasks)).toEqual(withCopies);
        },
      ),
      { numRuns: 500 },
    );
  });
});
