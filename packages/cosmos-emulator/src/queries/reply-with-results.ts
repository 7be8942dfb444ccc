import { headerNames } from '@perdura/cosmos-protocol';
import type { Reply } from '../responses/answer.ts';
import { encodeText } from '../responses/json-reply.ts';

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
  results: readonly string[],
  requestCharge: number,
  headers: Readonly<Record<string, string>>,
): Reply {
  const json = `{"_rid":${JSON.stringify(ownerId)},"${name}":[${results.join(',')}],"_count":${results.length}}`;
  return {
    kind: 'reply',
    status: 200,
    body: encodeText(json),
    headers: { ...headers, [headerNames.itemCount]: String(results.length) },
    requestCharge,
  };
}
