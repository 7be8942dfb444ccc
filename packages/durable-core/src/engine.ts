export type {
  CallEntityDecision,
  EntityDecision,
  LockEntitiesDecision,
  ReleaseEntitiesDecision,
  SignalEntityDecision,
} from './engine/entity-decision.ts';
export type { EntityExecutionOptions, Execution, ExecutionOptions } from './engine/execution.ts';
export { openExecution } from './engine/open-execution.ts';
export { type ActivityCallFacts, type ActivityOutcome, runActivity } from './engine/run-activity.ts';
export { type HttpCallFacts, runHttpCall } from './engine/run-http-call.ts';
export type {
  CallActivityDecision,
  CallHttpDecision,
  CallSubOrchestratorDecision,
  Completed,
  ContinuedAsNew,
  CreateTimerDecision,
  Decision,
  Failed,
  Turn,
  WaitForEventDecision,
} from './engine/turn.ts';
export { type EntityId, parseEntityId, schedulerIdOf } from './entities/entity-id.ts';
export { activityFailure } from './errors/activity-failure.ts';
export { describeFailure } from './errors/describe-failure.ts';
export { unknownFunction } from './errors/unknown-function.ts';
export type { FailureDetails, TaskFailure } from './history/failure.ts';
export type {
  EventRaised,
  EventSent,
  ExecutionStarted,
  HistoryEvent,
  OrchestratorCompleted,
  OrchestratorStarted,
  OtherEvent,
  Recorded,
  SubOrchestrationCompleted,
  SubOrchestrationCreated,
  SubOrchestrationFailed,
  TaskCompleted,
  TaskFailed,
  TaskScheduled,
  TimerCreated,
  TimerFired,
} from './history/history-event.ts';
export type { JsonText } from './history/json-text.ts';
export type { Logger } from './logging/logger.ts';
export { type HttpRequest, httpActivityName } from './tasks/http-request.ts';
