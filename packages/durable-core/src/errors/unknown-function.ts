import type { FailureDetails } from '../history/failure.ts';
import { DurableError } from './durable-error.ts';
import type { TaskFailedError } from './task-failed-error.ts';

const errorType = 'unknown-function';

/**
 * What a host records of a call to a function that it does not have. The code that called gets a `DurableError` of code
 * `unknown-function`, and does not try again.
 *
 * @param known  Names of the functions of that kind that there are.
 */
export function unknownFunction(
  kind: 'activity' | 'orchestrator' | 'entity',
  name: string,
  known: readonly string[],
): FailureDetails {
  const names = known.map((each) => `'${each}'`).join(', ') || 'none';
  const errorMessage = `The function '${name}' doesn't exist or is not an ${kind} function. Known: ${names}.`;
  return { errorType, errorMessage, isNonRetriable: true };
}

/** What awaiting a call throws that has failed so. */
export function errorOfFailure(failed: TaskFailedError): DurableError {
  const { failureDetails } = failed;
  if (failureDetails?.errorType !== errorType) return failed;
  return new DurableError('unknown-function', failureDetails.errorMessage, { cause: failed });
}
