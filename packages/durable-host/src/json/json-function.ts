import type { JsonText } from '@perdura/durable-core/engine';
import type { ClientBinding } from '../http/client-binding.ts';

/** What the Durable extension can trigger. */
export type FunctionKind = 'orchestration' | 'activity' | 'entity';

/** What a function is told besides its trigger. */
export interface InvocationFacts {
  /** Id of the instance it runs for; of an entity `@name@key`. */
  readonly instanceId: string;
  /** What a `durableClient` input of the function holds; `undefined` while the host does not listen. */
  readonly client: ClientBinding | undefined;
  /** Aborted when the host closes; nobody looks at the end then. */
  readonly signal: AbortSignal;
}

/** How an invocation ended. One that could not be made, or was cut off, rejects instead and is made again. */
export type InvocationEnd =
  | {
      readonly kind: 'returned';
      /** What it returned, as JSON; absent for nothing. */
      readonly json?: JsonText;
    }
  | {
      readonly kind: 'threw';
      /** The message of what it threw. Of an orchestration it carries the answer after `$OutOfProcData$`. */
      readonly message: string;
      /** Of an orchestration: the type of what it threw, such as `RangeError`. (default `'Error'`) */
      readonly errorType?: string;
    }
  | {
      readonly kind: 'missing';
      /** Names of the functions of its kind that there are instead. */
      readonly known: readonly string[];
    };

/**
 * A function behind the JSON protocol of the Durable extension: its trigger goes in as JSON, its answer comes back as JSON.
 *
 * What `loadFunctionsApp` of `@perdura/durable-host/worker` finds in an app, or anything else that speaks the protocol.
 */
export interface JsonFunction {
  readonly kind: FunctionKind;
  /** Tells it from a definition of `@perdura/durable-core`. */
  readonly protocol: 'json';
  /** What it is called by. */
  readonly name: string;
  /** Version that new instances of an orchestration carry; absent for none. */
  readonly version?: string;
  /**
   * Makes one invocation.
   *
   * @param trigger  Of an orchestration the whole trigger payload, of an activity its input; `undefined` for none.
   */
  invoke(trigger: JsonText | undefined, facts: InvocationFacts): Promise<InvocationEnd>;
}

/** Whether a function of a host is one behind the JSON protocol. */
export function isJsonFunction(value: { readonly kind: string } | undefined): value is JsonFunction {
  return value !== undefined && 'protocol' in value && value.protocol === 'json';
}
