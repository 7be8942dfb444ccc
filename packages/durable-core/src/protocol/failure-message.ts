import type { OrchestratorState } from './orchestrator-state.ts';

/** What separates the words for people from the state for the host. */
const label = '\n\n$OutOfProcData$:';

/**
 * The message a worker must reject with to fail an orchestration: the extension cuts the state out of it. A rejection without
 * it counts as a fault of the worker and is tried again.
 *
 * @see https://github.com/Azure/azure-functions-durable-extension/blob/dev/src/WebJobs.Extensions.DurableTask/OutOfProc/OutOfProcExceptionHelpers.cs
 */
export function failureMessage(state: OrchestratorState): string {
  return `${state.error ?? 'The orchestration failed.'}${label}${JSON.stringify(state)}`;
}
