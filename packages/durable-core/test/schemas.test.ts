import { describe, expect, it } from '@jest/globals';
import {
  type ActivityDefinition,
  activity,
  type OrchestrationDefinition,
  orchestration,
  type StandardSchema,
} from '@perdura/durable-core';
import { openExecution, runActivity } from '@perdura/durable-core/engine';
import { history } from '@perdura/durable-core/testing';
import * as z from 'zod/mini';

const order = z.object({ id: z.string(), lines: z._default(z.array(z.object({ sku: z.string() })), []) });
const facts = { instanceId: 'i', log: console, signal: new AbortController().signal };

const ship = {
  async: orchestration(
    'ship',
    async (ctx) => (await ctx.joinAll(ctx.input.lines.map(({ sku }) => ctx.callActivity('pack', sku)))).length,
    { input: order, output: z.number() },
  ),
  generator: orchestration(
    'ship',
    function* (ctx) {
      return (yield* ctx.joinAll(ctx.input.lines.map(({ sku }) => ctx.callActivity('pack', sku)))).length;
    },
    { input: order, output: z.number() },
  ),
};

describe.each(['async', 'generator'] as const)('an orchestration with schemas, %s', (form) => {
  const outcomeOf = async (input: unknown) =>
    (await openExecution(ship[form], { instanceId: 'i' }).advance(history('ship', input).events)).outcome;

  it('gets what the schema makes of its input', async () => {
    expect(await outcomeOf({ id: '1' })).toEqual({ kind: 'completed', output: '0' });
    expect(await outcomeOf({ id: '1', lines: [{ sku: 'a' }] })).toBeUndefined();
  });

  it('fails with the places where its input is another, before its code runs', async () => {
    expect(await outcomeOf({ id: 1, lines: [{}] })).toMatchObject({
      kind: 'failed',
      error: { code: 'invalid-input', cause: { length: 2 } },
      failure: {
        errorMessage: expect.stringMatching(/The input of orchestration 'ship'.*\/id: .*; \/lines\/0\/sku: /),
      },
    });
  });
});

describe('an orchestration', () => {
  it('returns what the schema makes of its output, and fails when that refuses it', async () => {
    const output = z.object({ total: z.number() });
    const define = (value: unknown) => orchestration('sum', async () => value, { output });
    const outcomeOf = async (value: unknown) =>
      (await openExecution(define(value), { instanceId: 'i' }).advance(history().events)).outcome;
    expect(await outcomeOf({ total: 1, secret: 2 })).toEqual({ kind: 'completed', output: '{"total":1}' });
    expect(await outcomeOf({ total: 'much' })).toMatchObject({ kind: 'failed', error: { code: 'invalid-output' } });
  });

  it('fails with a schema that answers later', async () => {
    const input: StandardSchema = {
      '~standard': { version: 1, vendor: 'by hand', validate: async (value) => ({ value }) },
    };
    const { outcome } = await openExecution(
      orchestration('late', async () => 1, { input }),
      {
        instanceId: 'i',
      },
    ).advance(history().events);
    expect(outcome).toMatchObject({
      kind: 'failed',
      failure: { errorMessage: expect.stringContaining('answers later') },
    });
  });

  it('refuses what is no schema', () => {
    expect(() => orchestration('o', async () => 1, { input: {} as never })).toThrow(
      "Orchestration 'o': input is a schema",
    );
    expect(() => activity('a', async () => 1, { output: 5 as never })).toThrow("Activity 'a': output is a schema");
  });
});

describe('an activity with schemas', () => {
  const pack = activity('pack', async ({ lines }) => ({ count: lines.length, more: true }), {
    input: order,
    output: z.object({ count: z.number() }),
  });

  it('gets and gives what they make of values', async () => {
    expect(await runActivity(pack, '{"id":"1"}', facts)).toEqual({ kind: 'completed', result: '{"count":0}' });
  });

  it('fails where they refuse them; they may answer later', async () => {
    expect(await runActivity(pack, '{}', facts)).toMatchObject({
      kind: 'failed',
      failure: { reason: expect.stringContaining("The input of activity 'pack' is not what its schema says: /id:") },
    });
    const output: StandardSchema = {
      '~standard': { version: 1, vendor: 'by hand', validate: async () => ({ issues: [{ message: 'no' }] }) },
    };
    expect(
      await runActivity(
        activity('a', async () => 1, { output }),
        undefined,
        facts,
      ),
    ).toMatchObject({
      kind: 'failed',
      failure: { reason: expect.stringContaining("The result of activity 'a' is not what its schema says: /: no.") },
    });
  });

  it('is typed by them: callers give what the schema accepts', () => {
    const checks: [
      OrchestrationDefinition<{ id: string; lines?: { sku: string }[] | undefined }, number>,
      ActivityDefinition<{ id: string; lines?: { sku: string }[] | undefined }, { count: number; more: boolean }>,
    ] = [ship.async, pack];
    orchestration('caller', async (ctx) => {
      await ctx.callActivity(pack, { id: '1' });
      // @ts-expect-error an id is a string
      await ctx.callActivity(pack, { id: 1 });
      return ctx.callSubOrchestrator(ship.async, { id: '1' });
    });
    expect(checks).toHaveLength(2);
  });
});
