import type {
  CallSubOrchestratorDecision,
  Decision,
  EntityDecision,
  FailureDetails,
  Turn,
} from '@perdura/durable-core/engine';

/*
 * A second encoder: what a turn has decided, as the Durable Task gRPC protocol says it. Everything here is made of public parts of
 * the engine, and of nothing else. Plain data under the names that `orchestrator_service.proto` gives its fields.
 */

/** `TaskFailureDetails`. */
export interface ProtoFailure {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly stackTrace?: string;
  readonly innerFailure?: ProtoFailure;
  readonly isNonRetriable: boolean;
}

/** `OrchestratorAction`: an id, and one of what may be asked for. */
export type ProtoAction = { readonly id: number } & (
  | { readonly scheduleTask: { readonly name: string; readonly input?: string } }
  | {
      readonly createSubOrchestration: {
        readonly instanceId: string;
        readonly name: string;
        readonly version?: string;
        readonly input?: string;
      };
    }
  | { readonly createTimer: { readonly fireAt: string } }
  | { readonly sendEntityMessage: ProtoEntityMessage }
  | {
      readonly completeOrchestration: {
        readonly orchestrationStatus: 'COMPLETED' | 'FAILED' | 'CONTINUED_AS_NEW';
        readonly result?: string;
        readonly failureDetails?: ProtoFailure;
        readonly carryoverEvents?: readonly { readonly name: string; readonly input?: string }[];
      };
    }
);

/** `SendEntityMessageAction`. */
type ProtoEntityMessage = Readonly<
  Record<
    string,
    { readonly [field: string]: string | number | readonly string[] | undefined; readonly parentInstanceId?: string }
  >
>;

/** Who asks. */
export interface Asker {
  readonly instanceId: string;
  readonly executionId: string;
}

/** An event that goes on to the next execution. */
interface Carried {
  readonly name: string;
  readonly input?: string;
}

/**
 * The actions of a turn. A wait for an event is none, and a timer that the code took back needs none: nobody listens when it fires.
 *
 * @param carried  Raised events that nobody has waited for, for an execution that begins anew.
 */
export function encodeTurn(
  { decisions, outcome }: Turn<Decision | EntityDecision>,
  asker: Asker,
  carried: readonly Carried[] = [],
): readonly ProtoAction[] {
  const actions = decisions.flatMap((decision) => encodeDecision(decision, asker));
  switch (outcome?.kind) {
    case undefined:
      return actions;
    case 'completed': {
      const { output: result } = outcome;
      return [...actions, complete({ orchestrationStatus: 'COMPLETED', ...(result !== undefined && { result }) })];
    }
    case 'failed': {
      const failureDetails = encodeFailure(outcome.failure);
      return [...actions, complete({ orchestrationStatus: 'FAILED', failureDetails })];
    }
    case 'continued-as-new': {
      const { input: result, preserveUnprocessedEvents } = outcome;
      const carryoverEvents = preserveUnprocessedEvents ? carried.map(plainEvent) : [];
      return [
        ...actions,
        complete({ orchestrationStatus: 'CONTINUED_AS_NEW', ...(result !== undefined && { result }), carryoverEvents }),
      ];
    }
  }
}

/** The id that a child gets where the code gave it none. */
function childIdOf({ id, instanceId }: CallSubOrchestratorDecision, { executionId }: Asker): string {
  return instanceId ?? `${executionId}:${id.toString(16).padStart(4, '0')}`;
}

function encodeDecision(decision: Decision | EntityDecision, asker: Asker): readonly ProtoAction[] {
  switch (decision.kind) {
    case 'call-activity':
    case 'call-http': {
      const { id, name, input } = decision;
      return [{ id, scheduleTask: { name, ...(input !== undefined && { input }) } }];
    }
    case 'call-sub-orchestrator': {
      const { id, name, input, version } = decision;
      const createSubOrchestration = {
        instanceId: childIdOf(decision, asker),
        name,
        ...(version !== undefined && { version }),
        ...(input !== undefined && { input }),
      };
      return [{ id, createSubOrchestration }];
    }
    case 'create-timer':
      return [{ id: decision.id, createTimer: { fireAt: new Date(decision.fireAtMs).toISOString() } }];
    case 'wait-for-event':
      return [];
    default:
      return encodeEntityDecision(decision, asker);
  }
}

function encodeEntityDecision(decision: EntityDecision, asker: Asker): readonly ProtoAction[] {
  const { instanceId: parentInstanceId, executionId: parentExecutionId } = asker;
  const requestId = `${parentExecutionId}:${decision.id}`;
  switch (decision.kind) {
    case 'call-entity': {
      const { id, operation, input } = decision;
      const called = {
        requestId,
        operation,
        ...(input !== undefined && { input }),
        parentInstanceId,
        parentExecutionId,
      };
      return [
        { id, sendEntityMessage: { entityOperationCalled: { ...called, targetInstanceId: idOf(decision.entity) } } },
      ];
    }
    case 'signal-entity': {
      const { id, operation, input, fireAtMs } = decision;
      const signaled = {
        requestId,
        operation,
        ...(input !== undefined && { input }),
        ...(fireAtMs !== undefined && { scheduledTime: new Date(fireAtMs).toISOString() }),
        targetInstanceId: idOf(decision.entity),
      };
      return [{ id, sendEntityMessage: { entityOperationSignaled: signaled } }];
    }
    case 'lock-entities': {
      const lock = { criticalSectionId: decision.requestId, lockSet: decision.entities.map(idOf), position: 0 };
      return [{ id: decision.id, sendEntityMessage: { entityLockRequested: { ...lock, parentInstanceId } } }];
    }
    case 'release-entities': {
      const { id, requestId: criticalSectionId, entities } = decision;
      return entities.map((entity, index) => ({
        id: id + index,
        sendEntityMessage: {
          entityUnlockSent: { criticalSectionId, parentInstanceId, targetInstanceId: idOf(entity) },
        },
      }));
    }
  }
}

function idOf({ name, key }: { readonly name: string; readonly key: string }): string {
  return `@${name.toLowerCase()}@${key}`;
}

type Completion = Extract<ProtoAction, { readonly completeOrchestration: unknown }>['completeOrchestration'];

/** It is recorded under no id of its own. */
function complete(completeOrchestration: Completion): ProtoAction {
  return { id: -1, completeOrchestration };
}

function encodeFailure({
  errorType,
  errorMessage,
  stackTrace,
  innerFailure,
  isNonRetriable,
}: FailureDetails): ProtoFailure {
  return {
    errorType,
    errorMessage,
    ...(stackTrace !== undefined && { stackTrace }),
    ...(innerFailure !== undefined && { innerFailure: encodeFailure(innerFailure) }),
    isNonRetriable,
  };
}

function plainEvent({ name, input }: Carried): Carried {
  return { name, ...(input !== undefined && { input }) };
}
