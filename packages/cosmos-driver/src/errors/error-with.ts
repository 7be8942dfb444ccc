import { endedWith } from '../diagnostics/cosmos-diagnostics.ts';
import { CosmosError, type CosmosErrorDetails } from './cosmos-error.ts';

/**
 * The same error but for some of its details. New diagnostics are those of its response as well.
 *
 * @param message  (default: as it was)
 */
export function errorWith(
  error: CosmosError,
  changes: Partial<CosmosErrorDetails>,
  message: string = error.message,
): CosmosError {
  const { code, response, mayHaveBeenApplied, cause } = error;
  const status = changes.status ?? error.status;
  const diagnostics = endedWith(changes.diagnostics ?? error.diagnostics, status, true);
  return new CosmosError(message, {
    code,
    mayHaveBeenApplied,
    cause,
    ...changes,
    status,
    response: response && { ...response, diagnostics },
    diagnostics,
  });
}
