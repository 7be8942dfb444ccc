import { type ApiAnswer, type ApiCall, emptyAnswer, jsonAnswer } from '../http/api-call.ts';
import type { ClientBinding } from '../http/client-binding.ts';
import {
  clientHeader,
  decodeText,
  errorTypeHeader,
  type FunctionListing,
  instanceHeader,
} from '../json/worker-wire.ts';
import type { AppFunction } from './durable-functions-of.ts';

/** Nobody aborts an invocation that a host has begun: the host only stops to listen. */
const { signal: never } = new AbortController();

/**
 * Answers one request of a host: GET lists the functions, POST to the name of one invokes it.
 *
 * What it returns is JSON with status 200, or nothing with 204; what it throws is a text with 500; 404 is no function of that name.
 */
export async function answerHost(call: ApiCall, functions: readonly AppFunction[]): Promise<ApiAnswer> {
  const { method, url, body } = call;
  // pages can post to this machine without asking first, and every browser says so; hosts do not
  if (call.header('origin') !== undefined) return textAnswer(403, 'Pages may not use this worker.');
  const name = decodeText(url.pathname.slice(1));
  if (method === 'GET' && name === '') return jsonAnswer(200, list(functions));
  const wanted = functions.find((each) => each.name.toLowerCase() === name?.toLowerCase());
  if (wanted === undefined) return textAnswer(404, `There is no function '${name ?? url.pathname}'.`);
  if (method !== 'POST') return textAnswer(405, 'Functions are invoked by POST.');
  const instanceId = decodeText(call.header(instanceHeader) ?? '') ?? '';
  const end = await wanted.invoke(body === '' ? undefined : body, {
    instanceId,
    client: clientOf(call),
    signal: never,
  });
  switch (end.kind) {
    case 'returned':
      if (end.json === undefined) return emptyAnswer(204);
      return { status: 200, headers: { 'content-type': 'application/json; charset=utf-8' }, body: end.json };
    case 'threw':
      return textAnswer(500, end.message, errorTypeOf(end));
    case 'missing':
      return textAnswer(404, `There is no function '${wanted.name}'.`);
  }
}

function list(functions: readonly AppFunction[]): FunctionListing {
  return { functions: functions.map(({ name, kind, wantsClient }) => ({ name, kind, wantsClient })) };
}

function textAnswer(status: number, body: string, headers: ApiAnswer['headers'] = {}): ApiAnswer {
  return { status, headers: { 'content-type': 'text/plain; charset=utf-8', ...headers }, body };
}

function errorTypeOf({ errorType }: { readonly errorType?: string }): ApiAnswer['headers'] {
  return errorType === undefined ? {} : { [errorTypeHeader]: encodeURIComponent(errorType) };
}

function clientOf(call: ApiCall): ClientBinding | undefined {
  const text = call.header(clientHeader);
  return text === undefined ? undefined : (JSON.parse(decodeURIComponent(text)) as ClientBinding);
}
