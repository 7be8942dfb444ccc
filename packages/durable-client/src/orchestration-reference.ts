import { type CallOptions, checkCallOptions } from './arguments/check-call-options.ts';
import { describeValue } from './arguments/check-options.ts';

/**
 * An orchestration by its definition: anything with its name and, for the compiler only, its types. What
 * `orchestration(…)` of `@perdura/durable-core` returns fits.
 */
export interface OrchestrationReference<Input = unknown, Output = unknown> {
  /** Name it is registered under. */
  readonly name: string;
  /** What it takes and returns. Never there at run time. */
  readonly '~types'?: { input: Input; output: Output };
}

/** How to start an instance of a definition. */
export interface StartDefinitionOptions extends CallOptions {
  /**
   * Id of the instance: at most 256 characters, not beginning with `@`, without `/ \ ? #` and control characters.
   * (default: the host makes one)
   */
  readonly instanceId?: string | undefined;
  /** Version of the orchestration. (default: the host's own) */
  readonly version?: string | undefined;
  /**
   * When it is to begin; `Pending` until then. Hubs of `@perdura/durable-host` only: the HTTP API of Azure Functions
   * passes over it and begins at once. (default: at once)
   */
  readonly startAt?: Date | undefined;
  /**
   * Texts to keep with the instance, which its status shows. Hubs of `@perdura/durable-host` only: the HTTP API of Azure
   * Functions passes over them. (default: none)
   */
  readonly tags?: Readonly<Record<string, string>> | undefined;
}

/** How to start an instance by name. */
export interface StartOptions extends StartDefinitionOptions {
  /** Input of the orchestration; any JSON. (default: none) */
  readonly input?: unknown;
}

/** What follows a definition in `startNew`: the input may be left out only when the orchestration can do without. */
export type StartArguments<Input> = [undefined] extends [Input]
  ? [input?: Input, options?: StartDefinitionOptions]
  : [input: Input, options?: StartDefinitionOptions];

const definitionOptions: readonly string[] = ['instanceId', 'version', 'startAt', 'tags'];

/**
 * Brings both forms of `startNew` to one.
 *
 * @throws {TypeError} when the first argument is neither a name nor a definition, or an option is unknown.
 */
export function readStartArguments(
  orchestration: string | OrchestrationReference,
  rest: readonly unknown[],
): { readonly name: string; readonly options: StartOptions } {
  if (typeof orchestration === 'string') {
    if (rest.length > 1) {
      throw new TypeError('startNew: after a name come only options; pass the input as { input: … }.');
    }
    const [options = {}] = rest as [StartOptions?];
    checkCallOptions(options, [...definitionOptions, 'input'], 'startNew');
    return { name: orchestration, options };
  }
  const isDefinition =
    (typeof orchestration === 'object' || typeof orchestration === 'function') &&
    orchestration !== null &&
    typeof orchestration.name === 'string';
  if (!isDefinition) {
    throw new TypeError(`startNew: pass an orchestration or its name, got ${describeValue(orchestration)}.`);
  }
  const [input, options = {}] = rest as [unknown, StartDefinitionOptions?];
  checkCallOptions(options, definitionOptions, 'startNew');
  return { name: orchestration.name, options: { ...options, input } };
}
