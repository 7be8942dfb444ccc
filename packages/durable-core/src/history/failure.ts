/**
 * What went wrong inside an activity or a sub-orchestration, in the structured form newer hosts record.
 *
 * Same members as `FailureDetails` of the Durable Task Framework, in camelCase.
 */
export interface FailureDetails {
  /** Type name of the error, such as `RangeError`. */
  readonly errorType: string;
  /** The error's message. */
  readonly errorMessage: string;
  /** Where it was thrown; absent when the host did not record it. */
  readonly stackTrace?: string;
  /** True when trying again cannot help; a retried call then fails at once. */
  readonly isNonRetriable: boolean;
  /** Further data the thrower attached; plain JSON. */
  readonly properties?: Readonly<Record<string, unknown>>;
  /** The failure that caused this one. */
  readonly innerFailure?: FailureDetails;
}

/** A recorded failure of a task: structured when the host knows {@link FailureDetails}, else two texts. */
export interface TaskFailure {
  /** Short message, such as `Activity function 'Charge' failed: card declined`. */
  readonly reason: string;
  /** Longer text, often a stack trace; absent or empty when there is none. */
  readonly details?: string;
  /** The structured form; wins over the two texts where both are present. */
  readonly failureDetails?: FailureDetails;
}
