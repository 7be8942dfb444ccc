import type { FailureDetails, TaskFailure } from '../history/failure.ts';

/** What is recorded of an activity that failed, in the words of the Durable extension. */
export function activityFailure(name: string, failureDetails: FailureDetails): TaskFailure {
  const { errorMessage, stackTrace } = failureDetails;
  return {
    reason: `Activity function '${name}' failed: ${errorMessage}`,
    ...(stackTrace !== undefined && { details: stackTrace }),
    failureDetails,
  };
}
