import { headerNames } from '@perdura/cosmos-protocol';
import type { WireRequest } from '../requests/wire-request.ts';
import { type Refusal, refuse } from '../responses/answer.ts';

/** How many members a page holds unless the request says otherwise. */
const defaultPageSize = 100;

/** The page size a request asks for with `x-ms-max-item-count`; `-1` leaves it to the emulator. */
export function readPageSize({ headers }: WireRequest): number | Refusal {
  const text = headers[headerNames.maxItemCount];
  if (text === undefined) return defaultPageSize;
  const size = Number(text);
  if (size === -1) return defaultPageSize;
  if (!Number.isInteger(size) || size < 1) {
    return refuse(400, `The value '${text}' specified for the header '${headerNames.maxItemCount}' is invalid.`);
  }
  return Math.min(size, maxPageSize);
}

/** Pages never hold more. @see https://learn.microsoft.com/rest/api/cosmos-db/common-cosmosdb-rest-request-headers */
const maxPageSize = 1000;

/** Refuses a continuation that this feed never gave out. */
export function refuseContinuation(): Refusal {
  return refuse(400, 'Invalid Continuation Token');
}
