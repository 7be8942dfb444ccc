import { headerNames } from '@perdura/cosmos-protocol';
import type { Reply } from '../responses/answer.ts';

const comma = 0x2c;

/**
 * A page of results.
 *
 * @param name  Name of the array in the body, such as `Documents`.
 * @param ownerId  Resource id of what was queried.
 * @param results  Every result in JSON.
 */
export function replyWithResults(
  name: string,
  ownerId: string,
  results: readonly (string | Uint8Array)[],
  requestCharge: number,
  headers: Readonly<Record<string, string>>,
): Reply {
  const body = joinJson(`{"_rid":${JSON.stringify(ownerId)},"${name}":[`, results, `],"_count":${results.length}}`);
  return {
    kind: 'reply',
    status: 200,
    body,
    headers: { ...headers, [headerNames.itemCount]: String(results.length) },
    requestCharge,
  };
}

/** Puts pieces of JSON together, commas between them, in one buffer. */
function joinJson(start: string, results: readonly (string | Uint8Array)[], end: string): Uint8Array {
  const length = results.reduce((sum, each) => sum + Buffer.byteLength(each) + 1, start.length + end.length);
  const body = Buffer.allocUnsafe(length);
  let at = body.write(start);
  for (const [index, each] of results.entries()) {
    if (index > 0) {
      body[at] = comma;
      at += 1;
    }
    if (typeof each === 'string') at += body.write(each, at);
    else {
      body.set(each, at);
      at += each.length;
    }
  }
  at += body.write(end, at);
  return body.subarray(0, at);
}
