import { DurableError } from '../errors/durable-error.ts';
import { decodeJson } from '../history/decode-json.ts';
import type { JsonText } from '../history/json-text.ts';
import { describeCall } from '../tasks/call.ts';
import type { HttpResponse } from '../tasks/http-request.ts';
import { readHttpResponse } from './poll-http.ts';
import type { Step } from './records.ts';

/**
 * The response that history holds for a request.
 *
 * @throws {DurableError} `malformed-history` when it cannot be read.
 */
export function readHttpAnswer({ call, id }: Step, text: JsonText | undefined): HttpResponse {
  const describe = (): string => `The answer of ${describeCall(call)} (id ${id})`;
  const response = text === undefined ? undefined : readHttpResponse(decodeJson(describe, text));
  if (response === undefined) throw new DurableError('malformed-history', `${describe()} is no HTTP answer.`);
  return response;
}
