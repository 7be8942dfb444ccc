import type { EntityAnswer } from '@perdura/durable-core';
import * as z from 'zod/mini';
import type { EntityBatch } from '../entities/entity-batch.ts';
import type { InvocationFacts, JsonFunction } from './json-function.ts';
import { NotNowError } from './not-now-error.ts';

const entityId = z.object({ name: z.string(), key: z.string() });

/** What durable-functions writes for nothing: `null`, an empty text, or no member at all. */
const jsonText = z.nullish(z.string());

const answerSchema = z.object({
  entityExists: z.boolean(),
  entityState: jsonText,
  results: z.array(
    z.object({
      isError: z.boolean(),
      duration: z.optional(z.number()),
      startTime: z.optional(z.number()),
      result: jsonText,
    }),
  ),
  signals: z.nullish(
    z.array(z.object({ target: entityId, name: z.string(), input: jsonText, requestTime: z.optional(z.number()) })),
  ),
});

/**
 * Runs operations of an entity behind the JSON protocol.
 *
 * @throws {NotNowError} when the worker could not be asked, has no such entity, or failed as a whole: nothing has changed then.
 * @throws {TypeError} when its answer cannot be read.
 */
export async function runJsonEntity(
  entity: JsonFunction,
  batch: EntityBatch,
  facts: InvocationFacts,
): Promise<EntityAnswer> {
  const { name } = entity;
  const end = await entity.invoke(JSON.stringify(batch), facts);
  if (end.kind === 'missing') {
    throw new NotNowError(`The worker of entity '${name}' does not have it. It has: ${end.known.join(', ')}.`);
  }
  if (end.kind === 'threw') throw new NotNowError(`Entity '${name}' threw without an answer: ${end.message}`);
  const checked = answerSchema.safeParse(parse(name, end.json ?? ''));
  if (!checked.success) {
    const [issue] = checked.error.issues;
    throw unreadable(name, `${issue?.path.join('.')}: ${issue?.message}`);
  }
  const { entityExists, entityState, results, signals } = checked.data;
  return {
    entityExists,
    ...(entityState != null && { entityState }),
    results: results.map(({ isError, duration = 0, startTime = 0, result }) => ({
      ...{ isError, duration, startTime },
      ...(result != null && { result }),
    })),
    signals: (signals ?? []).map(({ target, name: operation, input, requestTime = 0 }) => ({
      ...{ target, name: operation, requestTime },
      input: input ?? '',
    })),
  };
}

function parse(name: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw unreadable(name, 'it is not JSON');
  }
}

function unreadable(name: string, problem: string): TypeError {
  return new TypeError(`What the worker answered for entity '${name}' cannot be read: ${problem}.`);
}
