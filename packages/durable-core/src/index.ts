export type { Args, CallOptions, SubOrchestratorOptions } from './context/call-options.ts';
export type { EntityLock, LockState, SignalOptions } from './context/entity-lock.ts';
export type { OrchestrationContext } from './context/orchestration-context.ts';
export {
  type Activity,
  type ActivityContext,
  type ActivityDefinition,
  type ActivityOptions,
  activity,
} from './definitions/activity.ts';
export { type EntityDefinition, type EntityParts, entity, type Operation, type TypesOf } from './definitions/entity.ts';
export type { Entity, InputOf, OperationArgs, OutputOf, SignalEntity } from './definitions/entity-reference.ts';
export { type OrchestrationDefinition, type OrchestrationOptions, orchestration } from './definitions/orchestration.ts';
export type { Orchestration } from './definitions/orchestration-reference.ts';
export type { EntityContext } from './entities/entity-context.ts';
export { type EntityId, type EntityReference, entityId } from './entities/entity-id.ts';
export { DurableError, type DurableErrorCode, isDurableError } from './errors/durable-error.ts';
export { TaskFailedError } from './errors/task-failed-error.ts';
export type { FailureDetails } from './history/failure.ts';
export type { Logger } from './logging/logger.ts';
export type { EntityAnswer, EntityOperationResult, EntityResultSignal } from './protocol/entity-batch.ts';
export { failureMessage } from './protocol/failure-message.ts';
export type { OrchestrationAnswer, OrchestratorState } from './protocol/orchestrator-state.ts';
export { type ReplayReport, replayHistory } from './replay-history.ts';
export { type RunEntityOptions, runEntity } from './run-entity.ts';
export { type RunOrchestrationOptions, runOrchestration } from './run-orchestration.ts';
export type {
  InferInput,
  InferOutput,
  SchemaIssue,
  SchemaResult,
  StandardSchema,
} from './schema/standard-schema.ts';
export type { HttpCallOptions, HttpResponse, TokenSource } from './tasks/http-request.ts';
export type { HttpRetryOptions } from './tasks/http-retry.ts';
export type { FailedAttempt, RetryHandler, RetryOptions } from './tasks/retry-options.ts';
export type {
  AnyResult,
  EventOrTimeout,
  Outcome,
  Outcomes,
  SelectResult,
  Task,
  TimerTask,
  ValueOf,
  Values,
} from './tasks/task.ts';
