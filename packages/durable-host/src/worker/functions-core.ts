import type { JsonText } from '@perdura/durable-core/engine';

/*
 * The part of the Node worker of Azure Functions that programs see: the module `@azure/functions-core`, to which `@azure/functions`
 * hands over its programming model and every function that is registered.
 *
 * https://www.npmjs.com/package/@azure/functions-core describes the module.
 */

/** A value on its way between host and programming model. */
export interface RpcTypedData {
  readonly string?: string;
  readonly json?: JsonText;
  readonly int?: number;
  readonly double?: number;
  readonly bytes?: Uint8Array;
}

/** One input, output or trigger of a function. */
interface RpcBinding {
  readonly type: string;
  readonly direction?: 'in' | 'out';
}

/** What a function is registered with. */
export interface FunctionMetadata {
  readonly name: string;
  readonly bindings: Readonly<Record<string, RpcBinding>>;
}

/** A function as it was registered. */
export interface RegisteredFunction {
  readonly metadata: FunctionMetadata;
  readonly callback: unknown;
}

/** Has the programming model make one invocation. */
interface InvocationModel {
  getArguments(): Promise<{ context: unknown; inputs: unknown[] }>;
  invokeFunction(context: unknown, inputs: unknown[], callback: unknown): Promise<unknown>;
  getResponse(context: unknown, result: unknown): Promise<{ returnValue?: RpcTypedData | null | undefined }>;
}

/** The library that functions are registered with. */
export interface ProgrammingModel {
  readonly version: string;
  getInvocationModel(context: object): InvocationModel;
}

/** What is called before or after each invocation; it may change what it is told. */
export type Hook = (context: object) => unknown;

/** Takes back a registration. */
interface Disposable {
  dispose(): void;
}

/** What programs have registered so far, and the module they did it with. */
export class FunctionsCore {
  readonly #functions = new Map<string, RegisteredFunction>();
  readonly #hooks = new Map<string, Hook[]>();
  #model: ProgrammingModel | undefined;

  /** The module `@azure/functions-core`. */
  readonly module: object = {
    version: '3.0.0',
    setProgrammingModel: (model: ProgrammingModel): void => {
      this.#model = model;
    },
    getProgrammingModel: (): ProgrammingModel | undefined => this.#model,
    registerFunction: (metadata: FunctionMetadata, callback: unknown): Disposable => {
      const key = metadata.name.toLowerCase();
      this.#functions.set(key, { metadata, callback });
      return { dispose: () => void this.#functions.delete(key) };
    },
    registerHook: (name: string, hook: Hook): Disposable => {
      this.#hooks.set(name, [...(this.#hooks.get(name) ?? []), hook]);
      return {
        dispose: () =>
          void this.#hooks.set(
            name,
            this.hooks(name).filter((other) => other !== hook),
          ),
      };
    },
  };

  /** The library that has registered functions; `undefined` before it has. */
  get model(): ProgrammingModel | undefined {
    return this.#model;
  }

  /** Every function, in the order of registration. */
  get functions(): readonly RegisteredFunction[] {
    return [...this.#functions.values()];
  }

  /** What is to be called at an occasion, such as `preInvocation`. */
  hooks(name: string): readonly Hook[] {
    return this.#hooks.get(name) ?? [];
  }
}
