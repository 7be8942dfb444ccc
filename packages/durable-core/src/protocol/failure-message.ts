import type { OrchestratorState } from './orchestrator-state.ts';

/** What separates the words for people from the state for the host. */
const label = '\n\n$OutOfProcData$:';

/**
 * The message a worker must reject with to fail an orchestration: the extension cuts the state out of it. A rejection without
 * it counts as a fault of the worker and is tried again.
 *
 * The words are the first line of the error. The extension reads up to the first line that begins with `Stack:`, and errors that
 * quote a failed activity often have such a line: after it the state would be lost.
 *
 * @see https://github.com/Azure/azure-functions-durable-extension/blob/dev/src/WebJobs.Extensions.DurableTask/OutOfProc/OutOfProcExceptionHelpers.cs
 */
export function failureMessage(state: OrchestratorState): string {
  const [words = ''] = (state.error ?? 'The orchestration failed.').split('\n', 1);
  return `${words}${label}${JSON.stringify(state)}`;
}
