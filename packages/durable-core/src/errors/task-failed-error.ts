import type { FailureDetails, TaskFailure } from '../history/failure.ts';
import { DurableError } from './durable-error.ts';

/** An activity, a sub-orchestration or an operation of an entity failed: what awaiting its task throws. */
export class TaskFailedError extends DurableError {
  /** Name of the function that failed; of an operation the entity, `@name@key`. */
  readonly taskName: string;
  /** Sequence id of the attempt that failed. */
  readonly taskId: number;
  /** What the function threw, where the host recorded it in structured form. */
  readonly failureDetails: FailureDetails | undefined;

  constructor(taskName: string, taskId: number, failure: TaskFailure) {
    super('task-failed', messageOf(failure));
    this.name = 'TaskFailedError';
    this.taskName = taskName;
    this.taskId = taskId;
    this.failureDetails = failure.failureDetails;
  }

  /** Whether the failure, or one that caused it, is of the named type, such as `'RangeError'`. */
  isCausedBy(errorType: string): boolean {
    for (let details = this.failureDetails; details !== undefined; details = details.innerFailure) {
      if (details.errorType === errorType) return true;
    }
    return false;
  }
}

/** The texts durable-functions 3.5 makes of the two forms, so that reported errors read the same. */
function messageOf({ reason, details, failureDetails }: TaskFailure): string {
  if (failureDetails !== undefined) return `${failureDetails.errorType}: ${failureDetails.errorMessage}`;
  return details === undefined || details === '' ? reason : `${reason} \n ${details}`;
}
