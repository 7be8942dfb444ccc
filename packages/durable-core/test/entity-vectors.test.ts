import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { type EntityContext, entity, runEntity } from '@perdura/durable-core';

interface Vector {
  readonly name: string;
  readonly kind: string;
  readonly description: string;
  readonly entity: string;
  readonly input: { readonly batch: readonly { readonly name: string }[] };
  readonly expected: { readonly result: object };
}

const folder = new URL('./vectors/replay/', import.meta.url);
const vectors = readdirSync(folder)
  .map((file) => JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Vector)
  .filter(({ kind }) => kind === 'entity');

/** An entity from the source text of one of durable-functions: one function for all operations, over `context.df`. */
function durableFunctionsEntity({ entity: source, input }: Vector) {
  const code = new Function(`return ${source}`)() as (context: object) => unknown;
  const operation = async (state: unknown, value: unknown, entityContext: EntityContext) => {
    let answered: unknown;
    const df = {
      operationName: entityContext.operation,
      isNewlyConstructed: entityContext.isNew,
      getState: (initial: () => unknown) => state ?? initial(),
      setState: entityContext.setState,
      getInput: () => value,
      return: (result: unknown) => {
        answered = result;
      },
      destructOnExit: entityContext.deleteState,
      signalEntity: entityContext.signalEntity,
    };
    await code({ df });
    return answered;
  };
  const names = new Set(input.batch.map(({ name }) => name));
  return entity('counter', {
    initialState: null as unknown,
    operations: Object.fromEntries([...names].map((name) => [name, operation])),
  });
}

const done = (result?: string) => ({
  isError: false,
  duration: '<ms>',
  startTime: '<epoch-ms>',
  ...(result !== undefined && { result }),
});

/** Where the answer differs from the recorded one on purpose. */
const differences: Readonly<Record<string, object>> = {
  // what was thrown is told: an Error written as JSON is `{}`
  'entity-batch-return-then-throw': {
    results: [
      { ...done(), isError: true, result: expect.stringMatching(/^\{"message":"after","name":"Error","stack":/) },
      done('10'),
    ],
  },
  // one operation has one result
  'entity-batch-return-twice': { results: [done('2'), done('10')] },
};

describe('recorded entity answers of durable-functions 3.5', () => {
  it('are all there', () => {
    expect(vectors).toHaveLength(7);
    expect(Object.keys(differences).filter((name) => !vectors.some((vector) => vector.name === name))).toEqual([]);
  });

  it.each(vectors)('$name: $description', async (vector) => {
    const { results, signals, ...state } = await runEntity(durableFunctionsEntity(vector), vector.input);
    const told = {
      ...state,
      results: results.map((result) => ({ ...result, duration: '<ms>', startTime: '<epoch-ms>' })),
      signals: signals.map((signal) => ({ ...signal, requestTime: '<epoch-ms>' })),
    };
    expect(told).toEqual({ ...vector.expected.result, ...differences[vector.name] });
  });
});
