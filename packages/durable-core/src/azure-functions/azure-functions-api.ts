/*
 * What is used of `@azure/functions` 4, by shape: the adapter is given its parts and imports nothing of it.
 */

/** A trigger or an input as `trigger.generic` and `input.generic` make them. */
export interface AzureBinding {
  /** Kind of the binding: `durableClient`. */
  readonly type: string;
  /** Name of the binding, made by `@azure/functions` from what it says. */
  readonly name: string;
  /** Whatever else the binding says. */
  readonly [member: string]: unknown;
}

/** What `@azure/functions` tells a function about its invocation. */
export interface AzureInvocationContext {
  /** Name of the function. */
  readonly functionName: string;
  /** What the host says of the trigger: for an activity the `instanceId` of its caller. */
  readonly triggerMetadata?: Readonly<Record<string, unknown>> | undefined;
  /** Values of the function's extra inputs. */
  readonly extraInputs: {
    /** Value of one of them, by the name of its binding; `undefined` for none. */
    get(name: string): unknown;
  };
  /** What the function was registered with. */
  readonly options: {
    /** Its extra inputs. */
    readonly extraInputs: readonly AzureBinding[];
  };
  /** Logs details. */
  debug(...data: unknown[]): void;
  /** Logs what normally happens. */
  info(...data: unknown[]): void;
  /** Logs what is unusual. */
  warn(...data: unknown[]): void;
  /** Logs what went wrong. */
  error(...data: unknown[]): void;
}

/** A function as it is registered: called with the value of its trigger. */
export type AzureFunctionHandler = (triggerInput: unknown, context: AzureInvocationContext) => Promise<unknown>;

/** The parts of `@azure/functions` that the adapter works with, as the package exports them. */
export interface AzureFunctions {
  /** Registers functions. */
  readonly app: {
    /** Registers a function of any trigger. */
    generic(name: string, options: { trigger: AzureBinding; handler: AzureFunctionHandler }): void;
  };
  /** Makes triggers. */
  readonly trigger: {
    /** Makes a trigger of any type. */
    generic(options: { type: string }): AzureBinding;
  };
  /** Makes inputs. */
  readonly input: {
    /** Makes an input of any type. */
    generic(options: { type: string }): AzureBinding;
  };
}
