/*
 * A stand-in for the Node worker of Azure Functions: what the worker gives programs as `@azure/functions-core`, and how it has the
 * programming model of `@azure/functions` invoke what was registered.
 */

/** A value as gRPC carries it between host and worker. */
interface RpcTypedData {
  readonly string?: string;
  readonly json?: string;
  readonly int?: number;
  readonly double?: number;
  readonly bytes?: Uint8Array;
}

interface Binding {
  readonly type: string;
  readonly direction: 'in' | 'out';
}

interface FunctionMetadata {
  readonly name: string;
  readonly bindings: Readonly<Record<string, Binding>>;
}

/** What the host sends besides the trigger. */
interface InvocationFacts {
  /** Values of extra inputs, by the type of their binding. */
  readonly inputs?: Readonly<Record<string, string>>;
  readonly triggerMetadata?: Readonly<Record<string, RpcTypedData>>;
}

/** How an invocation ended: what was returned, or the text that the host makes of what was thrown. */
export type InvocationEnd = { readonly value: unknown } | { readonly rpcException: string };

interface InvocationModel {
  getArguments(): Promise<{ context: unknown; inputs: unknown[] }>;
  invokeFunction(context: unknown, inputs: unknown[], callback: unknown): Promise<unknown>;
  getResponse(context: unknown, result: unknown): Promise<{ returnValue?: RpcTypedData | null }>;
}

interface ProgrammingModel {
  readonly version: string;
  getInvocationModel(context: object): InvocationModel;
}

export class FunctionsWorker {
  readonly #functions = new Map<string, { readonly metadata: FunctionMetadata; readonly callback: unknown }>();
  readonly #logged: string[] = [];
  #model: ProgrammingModel | undefined;

  /** The module `@azure/functions-core`. */
  readonly core: object = {
    setProgrammingModel: (model: ProgrammingModel) => {
      this.#model = model;
    },
    registerFunction: (metadata: FunctionMetadata, callback: unknown) => {
      this.#functions.set(metadata.name.toLowerCase(), { metadata, callback });
    },
  };

  /** Version of the programming model that registered itself. */
  get modelVersion(): string | undefined {
    return this.#model?.version;
  }

  /** What functions logged through their invocations, with level and function. */
  get logged(): readonly string[] {
    return this.#logged;
  }

  /** Type of the trigger of every function. */
  triggers(): Readonly<Record<string, string | undefined>> {
    return Object.fromEntries(
      [...this.#functions.values()].map(({ metadata: { name, bindings } }) => [name, triggerOf(bindings)?.[1].type]),
    );
  }

  /** Invokes a function. @param trigger  The text of its trigger; `undefined` for none. */
  async invoke(name: string, trigger: string | undefined, facts: InvocationFacts = {}): Promise<InvocationEnd> {
    const registered = this.#functions.get(name.toLowerCase());
    const [triggerName] = triggerOf(registered?.metadata.bindings ?? {}) ?? [];
    if (this.#model === undefined || registered === undefined) throw new Error(`There is no function '${name}'.`);
    const { metadata, callback } = registered;
    const extra = Object.entries(metadata.bindings).filter(([, { type }]) => facts.inputs?.[type] !== undefined);
    const model = this.#model.getInvocationModel({
      invocationId: 'invocation-1',
      metadata,
      log: (level: string, _category: string, message: string) => {
        this.#logged.push(`${level} ${name}: ${message}`);
        // the worker writes to a socket: real work
        setImmediate(() => {});
      },
      request: {
        inputData: [
          { name: triggerName, data: trigger === undefined ? null : { string: trigger } },
          ...extra.map(([binding, { type }]) => ({ name: binding, data: { string: facts.inputs?.[type] } })),
        ],
        triggerMetadata: facts.triggerMetadata,
      },
    });
    const { context, inputs } = await model.getArguments();
    try {
      const result = await model.invokeFunction(context, inputs, callback);
      return { value: decode((await model.getResponse(context, result)).returnValue) };
    } catch (thrown) {
      const { message, stack } = thrown instanceof Error ? thrown : new Error(String(thrown));
      return { rpcException: `Result: Failure\nException: ${message}\nStack: ${stack}` };
    }
  }
}

function triggerOf(bindings: FunctionMetadata['bindings']): [string, Binding] | undefined {
  return Object.entries(bindings).find(([, { type }]) => type.endsWith('Trigger'));
}

/** The value as the host has it. */
function decode(data: RpcTypedData | null | undefined): unknown {
  if (data?.string !== undefined) return data.string;
  if (data?.json !== undefined) return JSON.parse(data.json);
  if (data?.bytes !== undefined) return Buffer.from(data.bytes).toString('base64');
  // 64 bits, and no check: what does not fit arrives as something else
  if (data?.int !== undefined) return Number(BigInt.asIntN(64, BigInt(data.int)));
  return data?.double ?? null;
}
