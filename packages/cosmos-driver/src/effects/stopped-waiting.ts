import { CosmosDiagnostics } from '../diagnostics/cosmos-diagnostics.ts';
import type { CosmosError } from '../errors/cosmos-error.ts';
import { errorFromOutcome } from '../errors/error-from-outcome.ts';
import type { InterruptedOutcome } from '../response/attempt-outcome.ts';
import type { ExecutionScope } from './execution-scope.ts';
import type { OperationFrame } from './operation-run.ts';
import type { SharedWaits } from './shared-waits.ts';

/** The error of an operation that is stopped and has done nothing but wait for others: it tells what it waited for. */
export function stoppedWaiting(
  { operation, activityId, name, startedAtMs }: OperationFrame,
  outcome: InterruptedOutcome,
  waits: SharedWaits,
  { clock, diagnostics: settings }: ExecutionScope,
): CosmosError {
  const durationMs = clock.elapsedMs() - startedAtMs;
  const diagnostics = new CosmosDiagnostics(activityId, name, waits.tell(outcome), durationMs, settings);
  return errorFromOutcome({ operation, outcome, diagnostics, mayHaveBeenApplied: false });
}
