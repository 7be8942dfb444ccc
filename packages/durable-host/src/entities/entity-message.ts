import type { JsonText } from '@perdura/durable-core/engine';

/** Whom an entity answers: the execution that asked, by the event it waits for. */
export interface ReplyAddress {
  /** Id of the asking instance. */
  readonly instanceId: string;
  /** The execution of it that asked; a later one does not want the answer. */
  readonly executionId: string;
  /** Name of the event that is the answer. */
  readonly requestId: string;
}

/** An operation an entity is asked for. */
export interface OperationMessage {
  readonly kind: 'operation';
  /** Name of the operation. */
  readonly operation: string;
  /** Its input; absent for none. */
  readonly input?: JsonText;
  /** Who waits for the answer; absent for a signal. */
  readonly replyTo?: ReplyAddress;
}

/** A request to lock entities one after the other, on its way from the first to the last. */
interface LockMessage {
  readonly kind: 'lock';
  /** All that are to be locked, in that order. */
  readonly entityIds: readonly string[];
  /** Which of them the request has reached. */
  readonly position: number;
  /** Who is told that all are locked, and owns the locks. */
  readonly replyTo: ReplyAddress;
}

/** Something an entity is asked for. */
export type EntityMessage = OperationMessage | LockMessage;

/** A message that waits for its entity. */
export interface WaitingMessage<M extends EntityMessage = EntityMessage> {
  /** Number of its row. */
  readonly sequence: number;
  readonly message: M;
}

/** The operations that come before the first request for a lock: what one turn may run. */
export function leadingOperations(waiting: readonly WaitingMessage[]): readonly WaitingMessage<OperationMessage>[] {
  const end = waiting.findIndex(({ message }) => message.kind === 'lock');
  // every message before `end` is an operation
  return waiting.slice(0, end === -1 ? waiting.length : end) as readonly WaitingMessage<OperationMessage>[];
}
