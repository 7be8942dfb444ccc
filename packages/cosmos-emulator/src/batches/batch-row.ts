import { isJsonObject, type JsonObject } from '../requests/json-object.ts';
import { readJson } from '../requests/read-json-body.ts';
import type { WireRequest } from '../requests/wire-request.ts';
import { isRefusal, type Refusal, refuse } from '../responses/answer.ts';

/** One operation of a batch, as it was sent. */
export type BatchRow = StoringRow | AddressingRow | ChangingRow;

/** Brings an item. */
interface StoringRow extends RowConditions {
  readonly operationType: 'Create' | 'Upsert';
  readonly resourceBody: JsonObject;
}

/** Addresses an item. */
interface AddressingRow extends RowConditions {
  readonly operationType: 'Read' | 'Delete';
  readonly id: string;
}

/** Addresses an item and brings its next version, or a patch. */
interface ChangingRow extends RowConditions {
  readonly operationType: 'Replace' | 'Patch';
  readonly id: string;
  readonly resourceBody: unknown;
}

interface RowConditions {
  readonly ifMatch: string | undefined;
  readonly ifNoneMatch: string | undefined;
  /** The partition key as in the header; `undefined` is that of the request. */
  readonly partitionKey: string | undefined;
}

/** Batches have at most 100 operations. @see https://learn.microsoft.com/azure/cosmos-db/concepts-limits#per-request-limits */
const maxRows = 100;

/** Reads the operations of a batch; refused with 400 when they are none, or too many, with 413 above 2 MB. */
export function readBatch(request: WireRequest): readonly BatchRow[] | Refusal {
  const body = readJson(request);
  if (isRefusal(body)) return body;
  if (!Array.isArray(body.value)) return invalidBatch;
  if (body.value.length === 0) return refuse(400, 'The batch request did not have any operations to be executed.');
  if (body.value.length > maxRows) return refuse(400, 'Batch request has more operations than what is supported.');
  const rows: BatchRow[] = [];
  for (const value of body.value) {
    const row = readRow(value);
    if (row === undefined) return invalidBatch;
    rows.push(row);
  }
  return rows;
}

function readRow(value: unknown): BatchRow | undefined {
  if (!isJsonObject(value)) return undefined;
  const { operationType, id, resourceBody, ifMatch, ifNoneMatch, partitionKey } = value;
  if (!isOptionalText(ifMatch) || !isOptionalText(ifNoneMatch) || !isOptionalText(partitionKey)) return undefined;
  const conditions = { ifMatch, ifNoneMatch, partitionKey };
  switch (operationType) {
    case 'Create':
    case 'Upsert':
      return isJsonObject(resourceBody) ? { operationType, resourceBody, ...conditions } : undefined;
    case 'Replace':
    case 'Patch':
      return isId(id) ? { operationType, id, resourceBody, ...conditions } : undefined;
    case 'Read':
    case 'Delete':
      return isId(id) ? { operationType, id, ...conditions } : undefined;
    default:
      return undefined;
  }
}

function isOptionalText(value: unknown): value is string | undefined {
  return value === undefined || typeof value === 'string';
}

function isId(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

const invalidBatch = refuse(400, 'The batch request is invalid: it must be a JSON array of operations.');
