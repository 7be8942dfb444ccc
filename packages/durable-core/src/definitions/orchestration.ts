import type { OrchestrationContext } from '../context/orchestration-context.ts';
import { readOptions } from '../options/read-options.ts';
import { checkSchema } from '../schema/apply-schema.ts';
import type { InferInput, InferOutput, StandardSchema } from '../schema/standard-schema.ts';
import type { Task } from '../tasks/task.ts';
import { checkFunctionName } from './check-function-name.ts';
import type { Orchestration } from './orchestration-reference.ts';

/** Options of `orchestration()`. */
export interface OrchestrationOptions {
  /** Version that instances of this code carry, for hosts that record one. (default: none) */
  readonly version?: string;
  /** What the input must be: the code gets what the schema makes of it. It must answer at once. (default: anything) */
  readonly input?: StandardSchema;
  /** What the output must be: the instance returns what the schema makes of it. It must answer at once. (default: anything) */
  readonly output?: StandardSchema;
  /**
   * Who tries a failed call again under the Durable Functions JSON protocol. `'host'`, for generators only, keeps the ids of instances
   * that durable-functions started: the extension runs the loop, and `shouldRetry` and handlers are refused. (default `'worker'`)
   */
  readonly retryMode?: 'worker' | 'host';
  /**
   * What action lists of the Durable Functions JSON protocol are like. `'peer'`, for generators only, writes them as durable-functions
   * does, so the extension waits for what the code has moved past. (default `'non-blocking'`)
   */
  readonly actionLists?: 'non-blocking' | 'peer';
}

/** An orchestration with its code, as `orchestration()` makes it. */
export interface OrchestrationDefinition<I = unknown, O = unknown> extends Orchestration<I, O> {
  /** Version that instances of this code carry; absent for none. */
  readonly version?: string;
  /** What the input must be; absent for anything. */
  readonly inputSchema?: StandardSchema;
  /** What the output must be; absent for anything. */
  readonly outputSchema?: StandardSchema;
  /** Who tries a failed call again; absent for the default. */
  readonly retryMode?: 'worker' | 'host';
  /** What action lists are like; absent for the default. */
  readonly actionLists?: 'non-blocking' | 'peer';
  /** The code, called by the engine: an async function, a generator function, or one that returns its output at once. */
  run(context: OrchestrationContext<I>): Generator<Task<unknown>, O, unknown> | PromiseLike<O> | O;
}

/**
 * Defines an orchestration by an `async` function or a generator function (`function*` with `yield*`).
 *
 * The code runs again from its start on every turn, so it must do the same each time: clock, random and I/O belong in activities.
 *
 * @param name  What clients start it by; not blank.
 * @param run   The code. What it returns must be writable as JSON.
 * @throws {TypeError} when the name is blank, `run` is not a function or an `async function*`, or an option is unknown.
 */
export function orchestration<S extends StandardSchema, O>(
  name: string,
  run: (context: OrchestrationContext<InferOutput<S>>) => Generator<Task<unknown>, O, unknown>,
  options: OrchestrationOptions & { readonly input: S },
): OrchestrationDefinition<InferInput<S>, O>;
/** Defines an orchestration by an `async` function, whose input has a schema. */
export function orchestration<S extends StandardSchema, O>(
  name: string,
  run: (context: OrchestrationContext<InferOutput<S>>) => PromiseLike<O> | O,
  options: OrchestrationOptions & { readonly input: S },
): OrchestrationDefinition<InferInput<S>, O>;
/** Defines an orchestration by a generator function. */
export function orchestration<I = unknown, O = unknown>(
  name: string,
  run: (context: OrchestrationContext<I>) => Generator<Task<unknown>, O, unknown>,
  options?: OrchestrationOptions,
): OrchestrationDefinition<I, O>;
/** Defines an orchestration by an `async` function. */
export function orchestration<I = unknown, O = unknown>(
  name: string,
  run: (context: OrchestrationContext<I>) => PromiseLike<O> | O,
  options?: OrchestrationOptions,
): OrchestrationDefinition<I, O>;
export function orchestration<I, O>(
  name: string,
  run: OrchestrationDefinition<I, O>['run'],
  options: OrchestrationOptions = {},
): OrchestrationDefinition<I, O> {
  checkFunctionName('orchestration', name);
  if (typeof run !== 'function') throw new TypeError(`Orchestration '${name}' needs a function, got ${typeof run}.`);
  if (Object.prototype.toString.call(run) === '[object AsyncGeneratorFunction]') {
    throw new TypeError(`Orchestration '${name}' is an async function*; use async or function*.`);
  }
  const { version, input, output, retryMode, actionLists } = readOptions('orchestration', options, [
    'version',
    'input',
    'output',
    'retryMode',
    'actionLists',
  ]);
  if (version !== undefined && (typeof version !== 'string' || version.trim() === '')) {
    throw new TypeError(`The version of orchestration '${name}' is a string that is not blank.`);
  }
  checkSchema(`Orchestration '${name}'`, 'input', input);
  checkSchema(`Orchestration '${name}'`, 'output', output);
  checkChoice(name, 'retryMode', retryMode, ['worker', 'host']);
  checkChoice(name, 'actionLists', actionLists, ['non-blocking', 'peer']);
  const generatorOption = generatorOptionOf({ retryMode, actionLists });
  if (generatorOption !== undefined && Object.prototype.toString.call(run) === '[object AsyncFunction]') {
    throw new TypeError(`Orchestration '${name}' is an async function; ${generatorOption} is for generators only.`);
  }
  return Object.freeze({
    kind: 'orchestration',
    name,
    run,
    ...(version !== undefined && { version }),
    ...(input !== undefined && { inputSchema: input }),
    ...(output !== undefined && { outputSchema: output }),
    ...(retryMode !== undefined && { retryMode }),
    ...(actionLists !== undefined && { actionLists }),
  });
}

/** The option of a definition that only a generator may have; `undefined` for none. */
export function generatorOptionOf({
  retryMode,
  actionLists,
}: {
  readonly retryMode?: OrchestrationOptions['retryMode'] | undefined;
  readonly actionLists?: OrchestrationOptions['actionLists'] | undefined;
}): string | undefined {
  if (retryMode === 'host') return "retryMode 'host'";
  return actionLists === 'peer' ? "actionLists 'peer'" : undefined;
}

function checkChoice(name: string, option: string, value: unknown, choices: readonly string[]): void {
  if (value === undefined || choices.some((choice) => choice === value)) return;
  const allowed = choices.map((choice) => `'${choice}'`).join(' or ');
  throw new TypeError(`The option ${option} of orchestration '${name}' is ${allowed}, got ${JSON.stringify(value)}.`);
}
