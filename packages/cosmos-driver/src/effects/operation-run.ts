import type { CosmosOperation } from '../operation/cosmos-operation.ts';
import type { ResolvedOperationOptions } from '../options/resolve-operation-options.ts';
import { type RequestTarget, requestTarget } from '../request/request-target.ts';
import type { InterruptedOutcome } from '../response/attempt-outcome.ts';
import type { ExecutionScope } from './execution-scope.ts';

/** What is the same on all attempts of one operation. */
export interface OperationRun {
  readonly operation: CosmosOperation;
  readonly options: ResolvedOperationOptions;
  readonly signal: AbortSignal | undefined;
  readonly target: RequestTarget;
  readonly activityId: string;
  /** When it began, on the clock's `elapsedMs`. */
  readonly startedAtMs: number;
  /** When it must have ended, on the same clock; `Infinity` for no limit. */
  readonly deadlineMs: number;
}

/** Begins an operation: its deadline counts from now. */
export function beginRun(
  operation: CosmosOperation,
  options: ResolvedOperationOptions,
  signal: AbortSignal | undefined,
  { clock, newId }: ExecutionScope,
): OperationRun {
  const startedAtMs = clock.elapsedMs();
  return {
    operation,
    options,
    signal,
    target: requestTarget(operation),
    activityId: newId(),
    startedAtMs,
    deadlineMs: startedAtMs + (options.endToEndTimeoutMs ?? Number.POSITIVE_INFINITY),
  };
}

/** Whether the operation must not make another attempt: aborted, closed, or out of time. */
export function interruption(
  { signal, deadlineMs }: OperationRun,
  { clock, isClosed }: ExecutionScope,
): InterruptedOutcome | undefined {
  if (signal?.aborted === true) return { kind: 'interrupted', by: 'abort', inFlight: false, error: signal.reason };
  if (isClosed()) return { kind: 'interrupted', by: 'close', inFlight: false };
  if (clock.elapsedMs() >= deadlineMs) return { kind: 'interrupted', by: 'deadline', inFlight: false };
  return undefined;
}

/** How an operation was stopped while a request was under way: by its signal, else by its deadline. */
export function stoppedInFlight({ signal }: OperationRun): InterruptedOutcome {
  return signal?.aborted === true
    ? { kind: 'interrupted', by: 'abort', inFlight: true, error: signal.reason }
    : { kind: 'interrupted', by: 'deadline', inFlight: true };
}
