import { CosmosDiagnostics } from '../diagnostics/cosmos-diagnostics.ts';
import { CosmosError } from './cosmos-error.ts';

/** The same error, that tells also of requests made before those it is about. */
export function withEarlierRequests(error: CosmosError, earlier: readonly CosmosDiagnostics[]): CosmosError {
  if (earlier.length === 0) return error;
  const { activityId, operationName, durationMs } = error.diagnostics;
  const before = earlier.reduce((sum, each) => sum + each.durationMs, 0);
  return new CosmosError(error.message, {
    code: error.code,
    status: error.status,
    response: error.response,
    mayHaveBeenApplied: error.mayHaveBeenApplied,
    cause: error.cause,
    diagnostics: new CosmosDiagnostics(activityId, operationName, [...earlier, error.diagnostics], before + durationMs),
  });
}
