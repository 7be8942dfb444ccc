import type { WireRequest } from '../requests/wire-request.ts';
import { type Refusal, refuse, refuseAsNotImplemented } from '../responses/answer.ts';

const indexingDirective = 'x-ms-indexing-directive';

/**
 * Refuses a write that keeps its item out of the index, with 501, and one that says something unknown, with 400.
 *
 * @see https://learn.microsoft.com/rest/api/cosmos-db/create-a-document
 */
export function refuseIndexingDirective({ headers }: WireRequest): Refusal | undefined {
  const value = headers[indexingDirective];
  switch (value?.toLowerCase()) {
    case undefined:
    case 'default':
    case 'include':
      return undefined;
    case 'exclude':
      return refuseAsNotImplemented('items that are excluded from the index');
    default:
      return refuse(400, `The value '${value}' specified for the header '${indexingDirective}' is invalid.`);
  }
}
