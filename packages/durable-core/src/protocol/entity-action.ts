import { type EntityId, schedulerIdOf } from '../entities/entity-id.ts';
import type { EntityRequest } from '../tasks/entity-request.ts';
import { formatTimestamp } from './timestamp.ts';

/**
 * Numbers of the actions that speak to entities.
 *
 * @see https://github.com/Azure/azure-functions-durable-extension/blob/dev/src/WebJobs.Extensions.DurableTask/OutOfProc/AsyncActionType.cs
 */
export const entityActionTypes = {
  CallEntity: 7,
  SignalEntity: 9,
  ScheduledSignalEntity: 10,
  LockEntities: 13,
  ReleaseEntities: 14,
} as const;

/** Have an entity carry out an operation: 7 with an answer, 9 without, 10 without and not before `fireAt`. */
export interface EntityOperationAction {
  readonly actionType: 7 | 9 | 10;
  /** `@name@key`, the name in lower case. */
  readonly instanceId: string;
  readonly operation: string;
  /** The input as JSON; a text stands for itself. */
  readonly input?: unknown;
  /** Of a 10: ISO 8601, UTC. */
  readonly fireAt?: string;
}

/** Lock entities; from schema V4 on. */
export interface LockEntitiesAction {
  readonly actionType: 13;
  /** In the order in which they are locked, each once. */
  readonly lockSet: readonly EntityId[];
  /** A GUID. */
  readonly lockRequestId: string;
}

/** Unlock what is locked; from schema V4 on. */
export interface ReleaseEntitiesAction {
  readonly actionType: 14;
}

/** What the host is to do about entities. */
export type EntityAction = EntityOperationAction | LockEntitiesAction | ReleaseEntitiesAction;

/** The action for a request. */
export function entityActionOf(request: EntityRequest): EntityAction {
  switch (request.kind) {
    case 'entity-call':
    case 'entity-signal': {
      const { target, operation, input } = request;
      const common = {
        instanceId: schedulerIdOf(target),
        operation,
        ...(input && { input: JSON.parse(input.json) as unknown }),
      };
      if (request.kind === 'entity-call') return { actionType: entityActionTypes.CallEntity, ...common };
      if (request.fireAtMs === undefined) return { actionType: entityActionTypes.SignalEntity, ...common };
      const fireAt = formatTimestamp(request.fireAtMs);
      return { actionType: entityActionTypes.ScheduledSignalEntity, ...common, fireAt };
    }
    case 'entity-lock':
      return {
        actionType: entityActionTypes.LockEntities,
        lockSet: request.entities,
        lockRequestId: request.requestId,
      };
    case 'entity-release':
      return { actionType: entityActionTypes.ReleaseEntities };
  }
}
