import { subStatuses } from '@perdura/cosmos-protocol';
import type { WireRequest } from '../requests/wire-request.ts';
import { type Refusal, refuse } from '../responses/answer.ts';
import type { Container } from './container.ts';

/** Resource id of the container that a client believes to have; sent where a wrong one would do harm. */
const intendedContainerHeader = 'x-ms-cosmos-intended-collection-rid';

/** 400/1024 for a request that is meant for another container of this name, one that was deleted. */
export function refuseUnintendedContainer({ headers }: WireRequest, { resourceId }: Container): Refusal | undefined {
  const intended = headers[intendedContainerHeader];
  if (intended === undefined || intended === resourceId) return undefined;
  return refuse(400, `The container has the resource id ${resourceId}, not ${intended}: it was created again.`, {
    subStatus: subStatuses.collectionRidMismatch,
  });
}

/**
 * 410/1000 for a partition key range of another container of this name, one that was deleted: the client asks for the
 * container anew.
 *
 * @param rangeId  A range as clients name it: its id, after the container's resource id and a comma or not.
 */
export function refuseForeignRange(rangeId: string, { resourceId }: Container): Refusal | undefined {
  const comma = rangeId.indexOf(',');
  if (comma === -1 || rangeId.slice(0, comma) === resourceId) return undefined;
  return refuse(410, `The partition key range ${rangeId} is of a container that is gone.`, {
    subStatus: subStatuses.nameCacheStale,
  });
}
