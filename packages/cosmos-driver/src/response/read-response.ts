import type { CosmosDiagnostics } from '../diagnostics/cosmos-diagnostics.ts';
import type { CosmosOperation } from '../operation/cosmos-operation.ts';
import type { ResponseOutcome } from './attempt-outcome.ts';
import type { CosmosResponse, CosmosResponseBody } from './cosmos-response.ts';
import { type CosmosStatus, isSuccess } from './cosmos-status.ts';
import { readFeedPage } from './read-feed-page.ts';
import { readResponseHeaders } from './response-headers.ts';

/**
 * Makes the response of an operation from what the service sent.
 *
 * Bodies of single resources are not looked into, nor those of pages that are read ahead: who reads them does that when
 * it uses them.
 *
 * @throws {SyntaxError} when a feed's body is not JSON.
 */
export function readResponse(
  operation: CosmosOperation,
  { status, headers, body }: ResponseOutcome,
  diagnostics: CosmosDiagnostics,
): CosmosResponse {
  return {
    body: readBody(operation, status, body),
    headers: readResponseHeaders(headers),
    rawHeaders: headers,
    status,
    diagnostics,
    servingRegion: diagnostics.effectiveRegion,
  };
}

const none: CosmosResponseBody = Object.freeze({ kind: 'none' });

function readBody(operation: CosmosOperation, status: CosmosStatus, bytes: Uint8Array): CosmosResponseBody {
  if (bytes.byteLength === 0) return none;
  return isFeedPage(operation, status)
    ? { kind: 'items', items: readFeedPage(operation, bytes) }
    : { kind: 'bytes', bytes };
}

/** Only readers of stretches name the partition of a page. */
function isFeedPage({ type, feed }: CosmosOperation, status: CosmosStatus): boolean {
  return (type === 'read-feed' || type === 'query') && isSuccess(status) && feed?.partition === undefined;
}
