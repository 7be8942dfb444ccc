import type { Logger } from '../logging/logger.ts';
import { checkFunctionName } from './check-function-name.ts';

/** What an activity is told about its call. */
export interface ActivityContext {
  /** Id of the orchestration instance that called it. */
  readonly instanceId: string;
  /** Name of the activity. */
  readonly name: string;
  /** Where to log. */
  readonly log: Logger;
  /** Aborted when the host stops waiting for the activity. */
  readonly signal: AbortSignal;
}

/** A reference to an activity by its name; `'~types'` exists for the compiler only. */
export interface Activity<I = unknown, O = unknown> {
  readonly kind: 'activity';
  /** The name orchestrators call it by. */
  readonly name: string;
  /** Never present at run time: carries the types of input and output. */
  readonly '~types'?: { readonly input: I; readonly output: O };
}

/** An activity with its code, as `activity()` makes it. */
export interface ActivityDefinition<I = unknown, O = unknown> extends Activity<I, O> {
  /** The code: gets the parsed input and may do whatever it likes, network and clock included. It can run more than once per call. */
  run(input: I, activityContext: ActivityContext): O | PromiseLike<O>;
}

/**
 * Defines an activity: a step that does real work for an orchestration.
 *
 * @param name  What orchestrators call it by; not blank.
 * @param run   The code. What it returns must be writable as JSON; what it throws fails the task.
 * @throws {TypeError} when the name is blank or `run` is not a function.
 */
export function activity<I = unknown, O = unknown>(
  name: string,
  run: (input: I, activityContext: ActivityContext) => O | PromiseLike<O>,
): ActivityDefinition<I, O> {
  checkFunctionName('activity', name);
  if (typeof run !== 'function') throw new TypeError(`Activity '${name}' needs a function, got ${typeof run}.`);
  return Object.freeze({ kind: 'activity', name, run });
}
