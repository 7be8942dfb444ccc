export {
  decodeFailureDetails,
  type WireFailureDetails,
  wireFailureDetailsSchema,
} from './history/wire-failure-details.ts';
export {
  type Action,
  actionTypes,
  type CallActivityAction,
  type CallActivityWithRetryAction,
  type CallHttpAction,
  type CallSubOrchestratorAction,
  type CallSubOrchestratorWithRetryAction,
  type CompoundAction,
  type ContinueAsNewAction,
  type CreateTimerAction,
  type WaitForExternalEventAction,
  type WireRetryOptions,
} from './protocol/action.ts';
export { decodeHistoryEvent } from './protocol/decode-history-event.ts';
export { encodeHistoryEvent } from './protocol/encode-history-event.ts';
export {
  type EntityAction,
  type EntityOperationAction,
  entityActionTypes,
  type LockEntitiesAction,
  type ReleaseEntitiesAction,
} from './protocol/entity-action.ts';
export { eventTypes } from './protocol/event-type.ts';
export { failureMessage } from './protocol/failure-message.ts';
export type { OrchestrationAnswer, OrchestratorState } from './protocol/orchestrator-state.ts';
export { quoteFailure, readQuotedFailure } from './protocol/quoted-failure.ts';
export { negotiateSchemaVersion, type SchemaVersion } from './protocol/schema-version.ts';
export { parseTimeSpan } from './protocol/time-span.ts';
export { decodeTriggerPayload, type TriggerPayload } from './protocol/trigger-payload.ts';
export type { WireHistoryEvent } from './protocol/wire-history-event.ts';
