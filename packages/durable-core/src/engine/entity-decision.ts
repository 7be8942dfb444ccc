import type { EntityId } from '../entities/entity-id.ts';
import type { JsonText } from '../history/json-text.ts';
import type { Step } from '../replay/records.ts';
import type { EntityRequest } from '../tasks/entity-request.ts';

/**
 * Have an entity carry out an operation, and answer.
 *
 * Record an `event-sent` under the id, named `op`, whose input is JSON text with the `id` you give the request, and hand it over; the answer is
 * an `event-raised` with that name. Its input is JSON text: `{ "result": <JSON text> }`, with `exceptionType` when the operation failed.
 */
export interface CallEntityDecision {
  readonly kind: 'call-entity';
  /** Sequence id. */
  readonly id: number;
  /** Which entity. */
  readonly entity: EntityId;
  /** Name of the operation. */
  readonly operation: string;
  /** Its input; absent for none. */
  readonly input?: JsonText;
}

/** Have an entity carry out an operation, without an answer. Record an `event-sent` under the id. */
export interface SignalEntityDecision {
  readonly kind: 'signal-entity';
  /** Sequence id. */
  readonly id: number;
  /** Which entity. */
  readonly entity: EntityId;
  /** Name of the operation. */
  readonly operation: string;
  /** Its input; absent for none. */
  readonly input?: JsonText;
  /** Not before this time, in milliseconds since 1970-01-01T00:00:00Z; absent for at once. */
  readonly fireAtMs?: number;
}

/**
 * Lock entities for the instance, until `release-entities` or until the instance ends. Record an `event-sent` under the id, whose input is
 * JSON text with `requestId` as `id`, and hand it over; an `event-raised` with that name says that all are locked.
 */
export interface LockEntitiesDecision {
  readonly kind: 'lock-entities';
  /** Sequence id. */
  readonly id: number;
  /** In the order to lock them in: whoever locks several does it in the same order, so nobody waits in a circle. */
  readonly entities: readonly EntityId[];
  /** Id of the request. */
  readonly requestId: string;
}

/** Unlock entities. Takes as many sequence ids as there are entities: record an `event-sent` for each. */
export interface ReleaseEntitiesDecision {
  readonly kind: 'release-entities';
  /** The first of its sequence ids. */
  readonly id: number;
  /** Which. */
  readonly entities: readonly EntityId[];
  /** Id of the `lock-entities` request that has locked them. */
  readonly requestId: string;
}

/** One thing the orchestrator asks of entities. */
export type EntityDecision = CallEntityDecision | SignalEntityDecision | LockEntitiesDecision | ReleaseEntitiesDecision;

/** What a host that knows entities is told of a request. */
export function entityDecisionOf(id: Step['id'], request: EntityRequest): EntityDecision {
  switch (request.kind) {
    case 'entity-call':
    case 'entity-signal': {
      const { target: entity, operation, input } = request;
      const common = { id, entity, operation, ...(input && { input: input.json }) };
      if (request.kind === 'entity-call') return { kind: 'call-entity', ...common };
      const { fireAtMs } = request;
      return { kind: 'signal-entity', ...common, ...(fireAtMs !== undefined && { fireAtMs }) };
    }
    case 'entity-lock':
      return { kind: 'lock-entities', id, entities: request.entities, requestId: request.requestId };
    case 'entity-release':
      return { kind: 'release-entities', id, entities: request.entities, requestId: request.requestId };
  }
}
