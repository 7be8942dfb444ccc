import type { RetryHandler, RetryOptions } from '../tasks/retry-options.ts';

/** Options of `callActivity`. */
export interface CallOptions {
  /** Try again after a failure, as options or a handler say. (default: one attempt) */
  readonly retry?: RetryOptions | RetryHandler;
}

/** Options of `callSubOrchestrator`. */
export interface SubOrchestratorOptions extends CallOptions {
  /** Id of the child instance. (default: the host makes one from execution id and sequence id) */
  readonly instanceId?: string;
  /** Version the child is started with. (default: none) */
  readonly version?: string;
}

/** Arguments after the function: the input may be left out where its type allows `undefined`. */
export type Args<I, Options = CallOptions> = [undefined] extends [I]
  ? [input?: I, options?: Options]
  : [input: I, options?: Options];
