import { randomUUID } from 'node:crypto';
import type { JsonText, Logger } from '@perdura/durable-core/engine';
import { describeFailure } from '@perdura/durable-core/engine';
import { quoteFailure, readQuotedFailure } from '@perdura/durable-core/protocol';
import type { InvocationEnd, InvocationFacts } from '../json/json-function.ts';
import type { FunctionsCore, RegisteredFunction, RpcTypedData } from './functions-core.ts';

/** Types of inputs that hold a durable client, today and in apps of the first version. */
export const clientInput: RegExp = /^(?:durable|orchestration)Client$/i;

/** Levels of the Functions host, and what they are for a logger. */
const levels: Readonly<Record<string, keyof Logger>> = {
  trace: 'debug',
  debug: 'debug',
  information: 'info',
  warning: 'warn',
  error: 'error',
  critical: 'error',
};

/**
 * Invokes a function by the programming model it was registered with, as the Node worker of Azure Functions does.
 *
 * @param trigger  Text of its trigger, which the model parses; `undefined` for none.
 */
export async function invokeFunction(
  core: FunctionsCore,
  { metadata, callback }: RegisteredFunction,
  trigger: JsonText | undefined,
  { instanceId, client }: Pick<InvocationFacts, 'instanceId' | 'client'>,
  log: Logger,
): Promise<InvocationEnd> {
  const { name } = metadata;
  const bindings = Object.entries(metadata.bindings);
  const inputData = bindings.flatMap(([binding, { type, direction }]): InputDatum[] => {
    if (/Trigger$/i.test(type)) return [{ name: binding, data: trigger === undefined ? null : { string: trigger } }];
    if (direction === 'out' || client === undefined || !clientInput.test(type)) return [];
    return [{ name: binding, data: { json: JSON.stringify(client) } }];
  });
  // durable-functions takes every address of a client for its own port 7071 where this is not set, which every Functions host does
  if (client !== undefined) process.env.WEBSITE_HOSTNAME ??= new URL(client.baseUrl).host;
  try {
    const model = core.model?.getInvocationModel({
      invocationId: randomUUID(),
      metadata,
      log: (level: string, _category: string, message: string) => log[levels[level] ?? 'info'](`${name}: ${message}`),
      request: {
        inputData,
        // quoted, because texts of metadata are parsed as well
        triggerMetadata: { instanceId: { string: JSON.stringify(instanceId) } },
      },
    });
    if (model === undefined) throw new Error('No programming model has registered itself.');
    const { context: invocationContext, inputs } = await model.getArguments();
    const before = { hookData: {}, invocationContext, inputs, functionCallback: callback };
    for (const hook of core.hooks('preInvocation')) await hook(before);
    const { hookData } = before;
    const after = {
      hookData,
      invocationContext,
      inputs: before.inputs,
      result: undefined as unknown,
      error: undefined as unknown,
    };
    try {
      after.result = await model.invokeFunction(invocationContext, before.inputs, before.functionCallback);
    } catch (error) {
      after.error = error ?? new Error(String(error));
    }
    for (const hook of core.hooks('postInvocation')) await hook(after);
    if (after.error !== undefined) throw after.error;
    const { returnValue } = await model.getResponse(invocationContext, after.result);
    const json = jsonOf(returnValue);
    return { kind: 'returned', ...(json !== undefined && { json }) };
  } catch (error) {
    if (isActivity(metadata)) return { kind: 'threw', message: quotedMessage(error) };
    const { errorMessage, innerFailure } = describeFailure(error);
    // what is thrown at the host carries an answer; what the code threw is its cause
    return { kind: 'threw', message: errorMessage, ...(innerFailure && { errorType: innerFailure.errorType }) };
  }
}

/** The value of a trigger or an input, by the name of its binding. */
interface InputDatum {
  readonly name: string;
  readonly data: RpcTypedData | null;
}

/** The value as JSON; `undefined` for none. */
function jsonOf(data: RpcTypedData | null | undefined): JsonText | undefined {
  if (data === undefined) return undefined;
  if (data === null) return 'null';
  if (data.json !== undefined) return data.json;
  if (data.bytes !== undefined) return JSON.stringify(Buffer.from(data.bytes).toString('base64'));
  return JSON.stringify(data.string ?? data.int ?? data.double);
}

/** The message of an error that says of which type it is and where it was thrown, which a message alone would not. */
function quotedMessage(error: unknown): string {
  const failure = describeFailure(error);
  const isQuoted = readQuotedFailure(`Activity function '' failed: ${failure.errorMessage}`) !== undefined;
  return isQuoted ? failure.errorMessage : quoteFailure(failure);
}

function isActivity({ bindings }: RegisteredFunction['metadata']): boolean {
  return Object.values(bindings).some(({ type }) => /^activityTrigger$/i.test(type));
}
