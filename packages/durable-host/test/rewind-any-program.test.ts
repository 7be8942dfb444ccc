import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from '@jest/globals';
import { activity, type OrchestrationContext, orchestration } from '@perdura/durable-core';
import fc from 'fast-check';
import { callApi } from './fakes/call-api.ts';
import { closeTestHosts, openTestHost } from './fakes/open-test-host.ts';
import { virtualClock } from './fakes/virtual-clock.ts';

afterEach(closeTestHosts);

/** What an orchestration does: steps, one after the other or at the same time, here or in a sub-orchestration. */
type Program =
  | { readonly kind: 'step'; readonly name: number; readonly isRetried: boolean }
  | { readonly kind: 'pause'; readonly seconds: number }
  | { readonly kind: 'in-order' | 'at-once' | 'child'; readonly parts: readonly Program[] };

const program = fc.letrec<{ part: Program; parts: readonly Program[] }>((tie) => ({
  part: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.record({ kind: fc.constant('step' as const), name: fc.nat(), isRetried: fc.boolean() }),
    fc.record({ kind: fc.constant('pause' as const), seconds: fc.nat(5) }),
    fc.record({
      kind: fc.constantFrom('in-order' as const, 'at-once' as const, 'child' as const),
      parts: tie('parts'),
    }),
  ),
  parts: fc.array(tie('part'), { maxLength: 4 }),
})).part;

/** Numbers the steps of a program in the order they are written. */
function number(part: Program, next: { name: number }): Program {
  if (part.kind === 'pause') return part;
  if (part.kind !== 'step') return { ...part, parts: part.parts.map((each) => number(each, next)) };
  next.name += 1;
  return { ...part, name: next.name };
}

const second = 1_000;
const retry = { firstRetryIntervalMs: second, maxNumberOfAttempts: 2 };

async function run(ctx: OrchestrationContext, part: Program): Promise<unknown> {
  switch (part.kind) {
    case 'step':
      return ctx.callActivity('step', part.name, part.isRetried ? { retry } : {});
    case 'pause':
      return ctx.sleep(part.seconds * second).then(() => 'slept');
    case 'child':
      return ctx.callSubOrchestrator('program', { kind: 'in-order', parts: part.parts });
    case 'at-once':
      return Promise.all(part.parts.map((each) => run(ctx, each)));
    case 'in-order': {
      const results: unknown[] = [];
      for (const each of part.parts) results.push(await run(ctx, each));
      return results;
    }
  }
}

it.each([
  ['in one process', false],
  ['though its host is closed and opened again before and after each', true],
])(
  'a program whose broken steps are mended one by one ends as if they had never been broken, %s',
  async (_where, isReopened) => {
    const folder = mkdtempSync(join(tmpdir(), 'perdura-rewind-'));
    const check = fc.asyncProperty(program, fc.infiniteStream(fc.boolean()), async (draft, coin) => {
      const counter = { name: 0 };
      const whole = number(draft, counter);
      const broken = new Set<unknown>(
        Array.from({ length: counter.name }, (_, n) => n + 1).filter(() => coin.next().value),
      );
      const successes: unknown[] = [];
      const step = activity('step', (name: unknown) => {
        if (broken.has(name)) throw new Error(`step ${name} is broken`);
        successes.push(name);
        return name;
      });
      const main = orchestration<Program, unknown>('program', async (ctx) => run(ctx, ctx.input));
      const clock = virtualClock();
      const database = isReopened ? join(folder, `${randomUUID()}.db`) : ':memory:';
      const open = () => openTestHost({ database, functions: [step, main] }, clock);
      let test = await open();
      const reopen = async () => {
        if (!isReopened) return;
        await test.host.close();
        test = await open();
      };
      await test.client.startNew('program', { instanceId: 'p', input: whole });
      for (let rewinds = 0; (await test.finish('p')).runtimeStatus === 'Failed'; rewinds += 1) {
        expect(rewinds).toBeLessThanOrEqual(counter.name);
        // Mends the first of what is broken: the rest goes on failing until it is its turn.
        const [first] = broken;
        broken.delete(first);
        await reopen();
        expect((await callApi(test.host, 'POST', '/instances/p/rewind')).status).toBe(202);
        await test.settle();
        await reopen();
      }
      const { output } = await test.finish('p');
      expect(output).toEqual(await expected(whole));
      expect(new Set(successes).size).toBe(counter.name);
      // What is asked for in the very turn that heard of a failure beside it is forgotten with it.
      if (!hasBranches(whole)) expect(successes).toHaveLength(counter.name);
      await test.host.close();
    });
    try {
      await fc.assert(check, { numRuns: isReopened ? 15 : 60 });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
);

/** Whether one turn can hear of something that went well and of a failure. */
function hasBranches(part: Program): boolean {
  if (part.kind === 'step' || part.kind === 'pause') return false;
  return (part.kind === 'at-once' && part.parts.length > 1) || part.parts.some(hasBranches);
}

async function expected(part: Program): Promise<unknown> {
  if (part.kind === 'step') return part.name;
  return part.kind === 'pause' ? 'slept' : Promise.all(part.parts.map(expected));
}
