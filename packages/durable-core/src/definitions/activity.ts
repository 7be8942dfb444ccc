import type { Logger } from '../logging/logger.ts';
import { readOptions } from '../options/read-options.ts';
import { checkSchema } from '../schema/apply-schema.ts';
import type { InferInput, InferOutput, StandardSchema } from '../schema/standard-schema.ts';
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

/** Options of `activity()`. */
export interface ActivityOptions {
  /** What the input must be: the code gets what the schema makes of it. (default: anything) */
  readonly input?: StandardSchema;
  /** What the result must be: the orchestration gets what the schema makes of it. (default: anything) */
  readonly output?: StandardSchema;
}

/** An activity with its code, as `activity()` makes it. */
export interface ActivityDefinition<I = unknown, O = unknown> extends Activity<I, O> {
  /** What the input must be; absent for anything. */
  readonly inputSchema?: StandardSchema;
  /** What the result must be; absent for anything. */
  readonly outputSchema?: StandardSchema;
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
export function activity<S extends StandardSchema, O>(
  name: string,
  run: (input: InferOutput<S>, activityContext: ActivityContext) => O | PromiseLike<O>,
  options: ActivityOptions & { readonly input: S },
): ActivityDefinition<InferInput<S>, O>;
/** Defines an activity, whose input has no schema. */
export function activity<I = unknown, O = unknown>(
  name: string,
  run: (input: I, activityContext: ActivityContext) => O | PromiseLike<O>,
  options?: ActivityOptions,
): ActivityDefinition<I, O>;
export function activity<I, O>(
  name: string,
  run: (input: I, activityContext: ActivityContext) => O | PromiseLike<O>,
  options: ActivityOptions = {},
): ActivityDefinition<I, O> {
  checkFunctionName('activity', name);
  if (typeof run !== 'function') throw new TypeError(`Activity '${name}' needs a function, got ${typeof run}.`);
  const { input, output } = readOptions('activity', options, ['input', 'output']);
  checkSchema(`Activity '${name}'`, 'input', input);
  checkSchema(`Activity '${name}'`, 'output', output);
  return Object.freeze({
    kind: 'activity',
    name,
    run,
    ...(input !== undefined && { inputSchema: input }),
    ...(output !== undefined && { outputSchema: output }),
  });
}
