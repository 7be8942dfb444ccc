import type { EntityAnswer } from '@perdura/durable-core';
import { type JsonText, schedulerIdOf } from '@perdura/durable-core/engine';
import type { OperationMessage, ReplyAddress, WaitingMessage } from './entity-message.ts';
import { operationReply } from './entity-reply.ts';

/** An answer on its way to whoever called. */
export interface EntityReply {
  readonly to: ReplyAddress;
  /** The text of the event. */
  readonly response: JsonText;
}

/** A signal of one entity to another. */
interface SentSignal {
  readonly entityId: string;
  readonly message: OperationMessage;
}

/** Everything a batch of operations does to the database: all of it in one transaction, or none. */
export interface EntityTurnChanges {
  /** Numbers of the messages it has taken. */
  readonly consumed: readonly number[];
  /** The state afterwards; `undefined` when the entity does not exist. */
  readonly state: JsonText | undefined;
  /** What callers are told. */
  readonly replies: readonly EntityReply[];
  /** What other entities are asked for. */
  readonly signals: readonly SentSignal[];
  /** What went wrong and nobody waits to hear. */
  readonly unheardFailures: readonly { readonly operation: string; readonly result: JsonText | undefined }[];
}

/** Turns the answer to a batch into changes of the database. Pure: the same input gives the same changes. */
export function applyEntityAnswer(
  operations: readonly WaitingMessage<OperationMessage>[],
  { entityExists, entityState, results, signals }: EntityAnswer,
): EntityTurnChanges {
  const done = operations.slice(0, results.length);
  const ended = done.flatMap(({ message }, index) => {
    const result = results[index];
    return result === undefined ? [] : [{ message, result }];
  });
  return {
    consumed: done.map(({ sequence }) => sequence),
    state: entityExists ? entityState : undefined,
    replies: ended.flatMap(({ message: { replyTo: to }, result }) =>
      to === undefined ? [] : [{ to, response: operationReply(result) }],
    ),
    signals: signals.map(({ target, name: operation, input }) => ({
      entityId: schedulerIdOf(target),
      message: { kind: 'operation', operation, ...(input !== '' && { input }) },
    })),
    unheardFailures: ended.flatMap(({ message: { operation, replyTo }, result: { isError, result } }) =>
      isError && replyTo === undefined ? [{ operation, result }] : [],
    ),
  };
}
