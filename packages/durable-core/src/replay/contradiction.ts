import { describeFailure } from '../errors/describe-failure.ts';
import { DurableError } from '../errors/durable-error.ts';
import type { Completion, Scheduling } from '../history/completion.ts';

/** History and code disagree. */
export interface Contradiction {
  /** The event that the code does not agree with. */
  readonly event: Completion | Scheduling;
  /** What history says and what the code did, in words. */
  readonly difference: string;
  /** What the code has ended with, if it threw: often the reason why a step is missing. */
  readonly thrown?: { readonly error: unknown } | undefined;
}

/** Where a contradiction was found, as far as that is known. */
export interface ContradictionPlace {
  /** Place of the event in the history; `undefined` where not all of it is at hand. */
  readonly index?: number | undefined;
  /** Where the code made the call, or its latest one. */
  readonly call?: string | undefined;
}

/** The error that a contradiction fails its instance with. */
export function describeContradiction(
  subject: string,
  { difference, thrown }: Contradiction,
  { index, call }: ContradictionPlace = {},
): DurableError {
  const place = index === undefined ? '' : ` (history[${index}])`;
  const line = call === undefined ? '' : ` (${call})`;
  const ending = thrown === undefined ? '' : `; it has thrown: ${describeFailure(thrown.error).errorMessage}`;
  return new DurableError(
    'non-deterministic',
    `The code of ${subject} does not repeat its history${place}: ${difference}${line}${ending}. ` +
      'Was the code changed while the instance was running?',
    thrown && { cause: thrown.error },
  );
}
