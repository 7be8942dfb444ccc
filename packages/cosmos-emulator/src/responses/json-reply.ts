import { headerNames } from '@perdura/cosmos-protocol';
import type { Reply } from './answer.ts';

/** A reply with a JSON body. */
export function replyWithJson(
  status: number,
  value: unknown,
  requestCharge: number,
  headers: Readonly<Record<string, string>> = {},
): Reply {
  return { kind: 'reply', status, body: encodeJson(value), headers, requestCharge };
}

/** A reply that holds one resource, with its ETag. */
export function replyWithResource(
  status: number,
  resource: Readonly<Record<string, unknown>>,
  requestCharge: number,
  headers: Readonly<Record<string, string>> = {},
): Reply {
  return replyWithJson(status, resource, requestCharge, { [headerNames.etag]: String(resource._etag), ...headers });
}

/** JSON text in UTF-8. */
export function encodeJson(value: unknown): Uint8Array {
  return encodeText(JSON.stringify(value));
}

/** Text in UTF-8. */
export function encodeText(text: string): Uint8Array {
  // Short ones come out of the pool of Node, several times as fast as a buffer of their own.
  return Buffer.from(text);
}
