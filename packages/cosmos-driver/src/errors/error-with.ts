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
  const { code, status, response, diagnostics, mayHaveBeenApplied, cause } = error;
  const details: CosmosErrorDetails = { code, status, response, diagnostics, mayHaveBeenApplied, cause, ...changes };
  return new CosmosError(message, {
    ...details,
    response: response && { ...response, diagnostics: changes.diagnostics ?? diagnostics },
  });
}
