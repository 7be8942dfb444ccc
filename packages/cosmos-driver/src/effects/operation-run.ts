import type { CosmosOperation } from '../operation/cosmos-operation.ts';
import { operationName } from '../operation/operation-traits.ts';
import type { ResolvedOperationOptions } from '../options/resolve-operation-options.ts';
import { type RequestTarget, requestTarget } from '../request/request-target.ts';
import type { InterruptedOutcome } from '../response/attempt-outcome.ts';
import type { ExecutionScope } from './execution-scope.ts';

/** What is the same on all requests of one operation. */
export interface OperationFrame {
  readonly operation: CosmosOperation;
  /** What it is called in the diagnostics. */
  readonly name: string;
  readonly options: ResolvedOperationOptions;
  readonly signal: AbortSignal | undefined;
  readonly activityId: string;
  /** When it began, on the clock's `elapsedMs`. */
  readonly startedAtMs: number;
  /** When it must have ended, on the same clock; `Infinity` for no limit. */
  readonly deadlineMs: number;
}

/** What is the same on all attempts of one request. */
export interface OperationRun extends OperationFrame {
  readonly target: RequestTarget;
}

/**
 * Begins an operation: its deadline counts from now.
 *
 * @param name  What it is called in the diagnostics. (default: its own name)
 */
export function beginFrame(
  operation: CosmosOperation,
  options: ResolvedOperationOptions,
  signal: AbortSignal | undefined,
  { clock, newId }: ExecutionScope,
  name: string = operationName(operation),
): OperationFrame {
  const startedAtMs = clock.elapsedMs();
  return {
    operation,
    name,
    options,
    signal,
    activityId: newId(),
    startedAtMs,
    deadlineMs: startedAtMs + (options.endToEndTimeoutMs ?? Number.POSITIVE_INFINITY),
  };
}

/** Begins an operation that is one request with its repeats. */
export function beginRun(
  operation: CosmosOperation,
  options: ResolvedOperationOptions,
  signal: AbortSignal | undefined,
  scope: ExecutionScope,
  name?: string,
): OperationRun {
  return { ...beginFrame(operation, options, signal, scope, name), target: requestTarget(operation) };
}

/** The run on another operation, which is the same but for its container. */
export function continueWith(run: OperationRun, operation: CosmosOperation): OperationRun {
  return { ...run, operation, target: requestTarget(operation) };
}

/** Whether the operation must not make another attempt: aborted, closed, or out of time. */
export function interruption(
  { signal, deadlineMs }: OperationFrame,
  { clock, isClosed }: ExecutionScope,
): InterruptedOutcome | undefined {
  if (signal?.aborted === true) return { kind: 'interrupted', by: 'abort', inFlight: false, error: signal.reason };
  if (isClosed()) return { kind: 'interrupted', by: 'close', inFlight: false };
  if (clock.elapsedMs() >= deadlineMs) return { kind: 'interrupted', by: 'deadline', inFlight: false };
  return undefined;
}

/** How an operation was stopped while a request was under way: by its signal, else by its deadline. */
export function stoppedInFlight({ signal }: OperationFrame): InterruptedOutcome {
  return signal?.aborted === true
    ? { kind: 'interrupted', by: 'abort', inFlight: true, error: signal.reason }
    : { kind: 'interrupted', by: 'deadline', inFlight: true };
}
