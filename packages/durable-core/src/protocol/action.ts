import type { EntityAction } from './entity-action.ts';

/**
 * Action numbers on the wire and their names.
 *
 * @see https://github.com/Azure/azure-functions-durable-extension/blob/dev/src/WebJobs.Extensions.DurableTask/OutOfProc/AsyncActionType.cs
 */
export const actionTypes = {
  CallActivity: 0,
  CallActivityWithRetry: 1,
  CallSubOrchestrator: 2,
  CallSubOrchestratorWithRetry: 3,
  ContinueAsNew: 4,
  CreateTimer: 5,
  WaitForExternalEvent: 6,
  CallHttp: 8,
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

/** When and how often the host tries again. Milliseconds; what the code did not say is not there. */
export interface WireRetryOptions {
  readonly firstRetryIntervalInMilliseconds: number;
  readonly maxNumberOfAttempts: number;
  readonly backoffCoefficient?: number;
  readonly maxRetryIntervalInMilliseconds?: number;
  readonly retryTimeoutInMilliseconds?: number;
}

/** Run an activity, and again after a failure. */
export interface CallActivityWithRetryAction extends Omit<CallActivityAction, 'actionType'> {
  readonly actionType: 1;
  readonly retryOptions: WireRetryOptions;
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

/** Start a sub-orchestration, and again after a failure. */
export interface CallSubOrchestratorWithRetryAction extends Omit<CallSubOrchestratorAction, 'actionType'> {
  readonly actionType: 3;
  readonly retryOptions: WireRetryOptions;
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

/** Send an HTTP request. */
export interface CallHttpAction {
  readonly actionType: 8;
  readonly httpRequest: {
    readonly method: string;
    readonly uri: string;
    readonly content?: string;
    /** One value, or a list of them. */
    readonly headers?: Readonly<Record<string, string | readonly string[]>>;
    readonly tokenSource?: {
      readonly kind: string;
      readonly resource: string;
      /** Names in lower case. */
      readonly options?: { readonly authorityhost?: string; readonly tenantid?: string };
    };
    /** Whether the host polls after a 202 with a `Location`. */
    readonly asynchronousPatternEnabled: boolean;
    /** Of each request: a TimeSpan such as `00:00:30`. */
    readonly timeout?: string;
  };
}

/** Start all, go on when one (11) or every one (12) is over. An empty 12 is over at once. */
export interface CompoundAction {
  readonly actionType: 11 | 12;
  readonly compoundActions: readonly Action[];
}

/** One element of an answer: what the host is to do. */
export type Action =
  | CallActivityAction
  | CallActivityWithRetryAction
  | CallSubOrchestratorAction
  | CallSubOrchestratorWithRetryAction
  | ContinueAsNewAction
  | CreateTimerAction
  | WaitForExternalEventAction
  | CallHttpAction
  | EntityAction
  | CompoundAction;
