import { headerNames } from '@perdura/cosmos-protocol';
import type { WireRequest } from '../requests/wire-request.ts';
import { isRefusal, type Refusal, refuse } from '../responses/answer.ts';
import { type ChangeFeedPosition, decodeChangeFeedPositions } from './change-feed-position.ts';

/** Which changes a feed shows: the last one of every item, or all, deletes among them. */
type ChangeFeedMode = 'latest-version' | 'all-versions';

/** Where a feed starts: at the first change, behind the last one, at a time, or where an earlier page ended. */
export type ChangeFeedStart =
  | { readonly kind: 'beginning' }
  | { readonly kind: 'now' }
  | { readonly kind: 'time'; readonly timestampS: number }
  | { readonly kind: 'continuation'; readonly positions: readonly ChangeFeedPosition[] };

/** What a request asks of the change feed. */
export interface ChangeFeedRequest {
  readonly mode: ChangeFeedMode;
  readonly start: ChangeFeedStart;
}

/**
 * Reads mode and start from the headers. All versions are shown from now on or from a continuation, as the service has it.
 *
 * @see https://learn.microsoft.com/azure/cosmos-db/nosql/change-feed-modes
 */
export function readChangeFeedRequest({ headers }: WireRequest): ChangeFeedRequest | Refusal {
  const mode = readMode(headers[headerNames.aIm] ?? '');
  if (isRefusal(mode)) return mode;
  const start = readStart(headers[headerNames.ifNoneMatch], headers[headerNames.ifModifiedSince]);
  if (isRefusal(start)) return start;
  if (mode === 'all-versions' && (start.kind === 'beginning' || start.kind === 'time')) {
    return refuse(400, 'All versions and deletes can be read from now on or from a continuation only.');
  }
  return { mode, start };
}

function readMode(aIm: string): ChangeFeedMode | Refusal {
  switch (aIm.toLowerCase()) {
    case 'incremental feed':
      return 'latest-version';
    case 'full-fidelity feed':
      return 'all-versions';
    default:
      return refuse(400, `The value '${aIm}' specified for the header '${headerNames.aIm}' is invalid.`);
  }
}

function readStart(etag: string | undefined, since: string | undefined): ChangeFeedStart | Refusal {
  if (etag === '*') return { kind: 'now' };
  if (etag !== undefined && etag !== '') {
    const positions = decodeChangeFeedPositions(etag);
    return positions === undefined ? refuseHeader(headerNames.ifNoneMatch, etag) : { kind: 'continuation', positions };
  }
  if (since === undefined) return { kind: 'beginning' };
  const timeMs = Date.parse(since);
  if (Number.isNaN(timeMs)) return refuseHeader(headerNames.ifModifiedSince, since);
  return { kind: 'time', timestampS: Math.floor(timeMs / 1000) };
}

function refuseHeader(name: string, value: string): Refusal {
  return refuse(400, `The value '${value}' specified for the header '${name}' is invalid.`);
}
