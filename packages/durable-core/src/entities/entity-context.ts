import type { SignalEntity } from '../definitions/entity-reference.ts';
import type { Logger } from '../logging/logger.ts';
import type { EntityId } from './entity-id.ts';

/** What an operation of an entity is told about its call, and what it can do besides changing its state. */
export interface EntityContext<State = unknown> {
  /** Which entity this is. */
  readonly id: EntityId;
  /** Name of the operation. */
  readonly operation: string;
  /** Whether nobody waits for the answer. */
  readonly isSignal: boolean;
  /** Whether the entity did not exist before this operation. */
  readonly isNew: boolean;
  /** Where to log. */
  readonly log: Logger;
  /** Replaces the state; needed only where it is no object, or a new one. */
  setState(state: State): void;
  /** Deletes the entity once the operation has succeeded; the next operation finds it new. */
  deleteState(): void;
  /** Has another entity carry out an operation, once this one has succeeded. */
  readonly signalEntity: SignalEntity;
}
