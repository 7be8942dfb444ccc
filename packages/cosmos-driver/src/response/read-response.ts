import type { CosmosDiagnostics } from '../diagnostics/cosmos-diagnostics.ts';
import type { CosmosOperation } from '../operation/cosmos-operation.ts';
import type { OperationResource } from '../operation/operation-resource.ts';
import type { ResponseOutcome } from './attempt-outcome.ts';
import type { CosmosResponse, CosmosResponseBody } from './cosmos-response.ts';
import { type CosmosStatus, isSuccess } from './cosmos-status.ts';
import { readResponseHeaders } from './response-headers.ts';

/**
 * Makes the response of an operation from what the service sent.
 *
 * @throws {SyntaxError} when a feed's body is not JSON. Bodies of single resources are not looked into.
 */
export function readResponse(
  operation: CosmosOperation,
  { status, headers, body }: ResponseOutcome,
  diagnostics: CosmosDiagnostics,
): CosmosResponse {
  return {
    body: isFeedPage(operation, status) ? readFeedPage(operation, body) : readResource(body),
    headers: readResponseHeaders(headers),
    rawHeaders: headers,
    status,
    diagnostics,
    servingRegion: diagnostics.effectiveRegion,
  };
}

const none: CosmosResponseBody = Object.freeze({ kind: 'none' });

function isFeedPage(operation: CosmosOperation, status: CosmosStatus): boolean {
  return (operation.type === 'read-feed' || operation.type === 'query') && isSuccess(status);
}

function readResource(bytes: Uint8Array): CosmosResponseBody {
  return bytes.byteLength === 0 ? none : { kind: 'bytes', bytes };
}

/** The property of a feed's body that holds its resources, by kind. */
const feedProperties: Readonly<Partial<Record<OperationResource['kind'], string>>> = {
  'partition-key-ranges': 'PartitionKeyRanges',
  items: 'Documents',
  containers: 'DocumentCollections',
  databases: 'Databases',
  offers: 'Offers',
};

const decoder = new TextDecoder();

function readFeedPage({ resource }: CosmosOperation, bytes: Uint8Array): CosmosResponseBody {
  if (bytes.byteLength === 0) return none;
  const page: unknown = JSON.parse(decoder.decode(bytes));
  const property = feedProperties[resource.kind] ?? '';
  const items = (page as Record<string, unknown> | null)?.[property];
  if (!Array.isArray(items)) throw new SyntaxError(`A page of a feed must have an array "${property}".`);
  return { kind: 'items', items };
}
