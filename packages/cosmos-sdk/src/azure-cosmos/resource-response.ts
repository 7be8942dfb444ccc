import { type CosmosDiagnostics, CosmosError, type CosmosResponse } from '@perdura/cosmos-driver';
import type { CosmosHeaders } from './cosmos-headers.ts';
import type { StatusCode, SubStatusCode } from './status-codes.ts';

/** The answer to an operation on one resource. */
export class ResourceResponse<TResource> {
  /** The resource; none after a delete, a 304, and a read of an item that is not there. */
  readonly resource: TResource | undefined;
  /** The headers of the answer, names in lower case. */
  readonly headers: CosmosHeaders;
  /** HTTP status. */
  readonly statusCode: StatusCode;
  /** Every attempt it took, as this library tells it. */
  readonly diagnostics: CosmosDiagnostics;
  /** The service's sub-status, if there is one. */
  readonly substatus?: SubStatusCode;

  constructor(
    resource: TResource | undefined,
    headers: CosmosHeaders,
    statusCode: StatusCode,
    diagnostics: CosmosDiagnostics,
    substatus?: SubStatusCode,
  ) {
    this.resource = resource;
    this.headers = headers;
    this.statusCode = statusCode;
    this.diagnostics = diagnostics;
    if (substatus !== undefined) this.substatus = substatus;
  }

  /** What it cost, in request units. */
  get requestCharge(): number {
    return Number(this.headers['x-ms-request-charge']) || 0;
  }

  /** Id of the request. */
  get activityId(): string {
    return this.headers['x-ms-activity-id'] as string;
  }

  /** Version of the resource. */
  get etag(): string {
    return this.headers.etag as string;
  }
}

/** What every kind of response is made of. */
export interface ResponseParts<TResource> {
  readonly resource: TResource | undefined;
  readonly headers: CosmosHeaders;
  readonly statusCode: StatusCode;
  readonly diagnostics: CosmosDiagnostics;
  readonly substatus: SubStatusCode | undefined;
}

/** Takes a driver's response apart. Where there is no body the resource is `null`, as it always was, whatever its type says. */
export function partsOf<TResource>(response: CosmosResponse): ResponseParts<TResource> {
  const { body, rawHeaders, status, diagnostics } = response;
  const substatus = Number.parseInt(rawHeaders['x-ms-substatus'] ?? '', 10);
  return {
    resource: body.kind === 'bytes' ? (readBody(body.bytes, response) as TResource) : (null as unknown as undefined),
    headers: { ...rawHeaders },
    statusCode: status.code,
    diagnostics,
    substatus: Number.isNaN(substatus) ? undefined : substatus,
  };
}

const decoder = new TextDecoder();

/** What a body says. @throws {CosmosError} `invalid-response` when it is not JSON. */
function readBody(bytes: Uint8Array, response: CosmosResponse): unknown {
  try {
    return JSON.parse(decoder.decode(bytes));
  } catch (cause) {
    const { diagnostics } = response;
    const message = `The answer to ${diagnostics.operationName} is not JSON: ${(cause as Error).message}.`;
    throw new CosmosError(message, { code: 'invalid-response', response, diagnostics, cause });
  }
}
