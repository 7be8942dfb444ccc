import { headerNames } from '@perdura/cosmos-protocol';
import { refusedWriteCharge } from '../charging/request-charge.ts';
import { type Refusal, refuse } from '../responses/answer.ts';
import { preconditionFailedMessage } from '../responses/messages.ts';
import type { WireRequest } from './wire-request.ts';

/**
 * Refuses a write with 412 when its `if-match` names another version than the one there is; `*` matches every version.
 *
 * @param etag  The resource's ETag, with its quotes.
 */
export function refuseFailedPrecondition(
  { headers }: WireRequest,
  etag: string,
  replyHeaders: Readonly<Record<string, string>> = {},
): Refusal | undefined {
  return refuseOtherVersion(headers[headerNames.ifMatch], etag, replyHeaders);
}

/** The same for an `if-match` that is no header; without one there is no condition. */
export function refuseOtherVersion(
  ifMatch: string | undefined,
  etag: string,
  replyHeaders: Readonly<Record<string, string>> = {},
): Refusal | undefined {
  if (ifMatch === undefined || ifMatch === '*' || ifMatch === etag) return undefined;
  return refuse(412, preconditionFailedMessage, { requestCharge: refusedWriteCharge, headers: replyHeaders });
}

/** Whether the client already has this version of what it reads: then it gets 304 and no body. */
export function isNotModified({ headers }: WireRequest, etag: string): boolean {
  return isKnownVersion(headers[headerNames.ifNoneMatch], etag);
}

/** The same for an `if-none-match` that is no header. */
export function isKnownVersion(ifNoneMatch: string | undefined, etag: string): boolean {
  return ifNoneMatch !== undefined && (ifNoneMatch === '*' || ifNoneMatch === etag);
}
