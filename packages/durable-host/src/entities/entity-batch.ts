import type { EntityAnswer } from '@perdura/durable-core';
import { type JsonText, parseEntityId } from '@perdura/durable-core/engine';
import type { OperationMessage } from './entity-message.ts';

/**
 * Operations of one entity that are to run one after the other, as the Durable extension hands them to a worker: the payload
 * of an entity trigger.
 */
export interface EntityBatch {
  /** Which entity; its name in lower case. */
  readonly self: { readonly name: string; readonly key: string };
  /** Whether it has a state. */
  readonly exists: boolean;
  /** JSON text of its state; `null` for none. */
  readonly state: JsonText | null;
  /** The operations, in order. */
  readonly batch: readonly {
    readonly name: string;
    /** JSON text; `null` for none. */
    readonly input: JsonText | null;
    /** Whether nobody waits for the answer. */
    readonly isSignal: boolean;
  }[];
}

/**
 * Runs a batch: in this process, or wherever else the code is. Answers how each operation ended and the state after them;
 * of fewer results than operations, the rest runs with the next batch.
 *
 * It rejects when the batch could not be run, which changes nothing and is tried again; an operation that throws is a result.
 */
export type RunEntityBatch = (batch: EntityBatch) => Promise<EntityAnswer>;

/** Writes the batch that runs operations of an entity. */
export function toEntityBatch(
  entityId: string,
  state: JsonText | undefined,
  operations: readonly OperationMessage[],
): EntityBatch {
  const { name, key } = parseEntityId(entityId);
  return {
    self: { name, key },
    exists: state !== undefined,
    state: state ?? null,
    batch: operations.map(({ operation, input, replyTo }) => ({
      name: operation,
      input: input ?? null,
      isSignal: replyTo === undefined,
    })),
  };
}
