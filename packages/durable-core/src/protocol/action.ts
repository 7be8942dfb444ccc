/**
 * Action numbers on the wire and their names.
 *
 * @see https://github.com/Azure/azure-functions-durable-extension/blob/dev/src/WebJobs.Extensions.DurableTask/OutOfProc/AsyncActionType.cs
 */
export const actionTypes = {
  CallActivity: 0,
  CallSubOrchestrator: 2,
  ContinueAsNew: 4,
  CreateTimer: 5,
  WaitForExternalEvent: 6,
  WhenAny: 11,
  WhenAll: 12,
} as const;

/** Run an activity. */
export interface CallActivityAction {
  readonly actionType: 0;
  readonly functionName: string;
  /** The input as JSON; a text is quoted once more, because the activity's worker parses it once more. */
  readonly input?: unknown;
}

/** Start a sub-orchestration. */
export interface CallSubOrchestratorAction {
  readonly actionType: 2;
  readonly functionName: string;
  readonly instanceId?: string;
  readonly version?: string;
  /** The input as JSON; a text stands for itself. */
  readonly input?: unknown;
}

/** Begin again. */
export interface ContinueAsNewAction {
  readonly actionType: 4;
  /** The new input as JSON; a text is quoted once more. */
  readonly input?: unknown;
}

/** Set a timer, or show that it was set and taken back. */
export interface CreateTimerAction {
  readonly actionType: 5;
  /** ISO 8601, UTC. */
  readonly fireAt: string;
  readonly isCanceled: boolean;
}

/** Wait for an event. */
export interface WaitForExternalEventAction {
  readonly actionType: 6;
  readonly externalEventName: string;
  readonly reason: 'ExternalEvent';
}

/** Start all, go on when one (11) or every one (12) is over. An empty 12 is over at once. */
export interface CompoundAction {
  readonly actionType: 11 | 12;
  readonly compoundActions: readonly Action[];
}

/** One element of an answer: what the host is to do. */
export type Action =
  | CallActivityAction
  | CallSubOrchestratorAction
  | ContinueAsNewAction
  | CreateTimerAction
  | WaitForExternalEventAction
  | CompoundAction;
