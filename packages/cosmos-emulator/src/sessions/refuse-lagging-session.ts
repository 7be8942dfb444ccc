import { headerNames, parseSessionTokenValue, type SessionTokenValue, subStatuses } from '@perdura/cosmos-protocol';
import { emptyReadCharge } from '../charging/request-charge.ts';
import { hasSeenLost } from '../partitions/kept-progress.ts';
import type { Partition } from '../partitions/partition.ts';
import type { WireRequest } from '../requests/wire-request.ts';
import { type Refusal, refuse } from '../responses/answer.ts';

/**
 * Refuses a read with 404/1002 when the client has seen more of a partition than there is.
 *
 * Reads at consistencies that promise less than a session never are. The token's version decides first: a newer one is ahead, an older one only when it has
 * seen what a failover has lost. In the same version the log sequence
 * number decides, and those of the regions where several write. What the token says of the ranges
 * that a partition came from counts too; of others, it does not.
 *
 * @param partitions  Those that are read.
 * @param replyHeaders  Makes the headers of a refusal; not called when there is none.
 */
export function refuseLaggingSession(
  { headers }: WireRequest,
  partitions: readonly Partition[],
  replyHeaders: () => Readonly<Record<string, string>>,
): Refusal | undefined {
  const token = headers[headerNames.sessionToken];
  if (token === undefined || token === '' || isWeak(headers[headerNames.consistencyLevel])) return undefined;
  for (const partition of partitions) {
    const refusal = refuseLagging(token, partition, replyHeaders);
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}

function refuseLagging(
  token: string,
  partition: Partition,
  replyHeaders: () => Readonly<Record<string, string>>,
): Refusal | undefined {
  for (const part of token.split(',')) {
    const colon = part.indexOf(':');
    const value = colon === -1 ? undefined : parseSessionTokenValue(part.slice(colon + 1).trim());
    if (value === undefined) return refuse(400, `The session token provided '${token}' is invalid.`);
    const rangeId = part.slice(0, colon).trim();
    const splits = splitsSince(rangeId, partition);
    if (splits === undefined) continue;
    if (isAhead(rangeId, value, partition, splits)) {
      return refuse(404, 'The read session is not available for the input session token.', {
        subStatus: subStatuses.readSessionNotAvailable,
        requestCharge: emptyReadCharge,
        headers: replyHeaders(),
      });
    }
  }
  return undefined;
}

function isWeak(consistencyLevel: string | undefined): boolean {
  return consistencyLevel === 'Eventual' || consistencyLevel === 'ConsistentPrefix';
}

/** How many changes made the partition of a range: none of its own, `undefined` of one that it did not come from. */
function splitsSince(rangeId: string, { id, parents }: Partition): bigint | undefined {
  if (rangeId === id) return 0n;
  const index = parents.indexOf(rangeId);
  return index === -1 ? undefined : BigInt(parents.length - index);
}

/** @param splits  How many commits of the partition are not the range's, but splits since: they have seen no write. */
function isAhead(
  rangeId: string,
  { version, globalLsn, regionLsns }: SessionTokenValue,
  { sessionVersion, lsn, conflicts, kept }: Partition,
  splits: bigint,
): boolean {
  if (version !== undefined && version !== sessionVersion) {
    return version > sessionVersion || hasSeenLost(kept, rangeId, version, globalLsn);
  }
  if (globalLsn > lsn - splits) return true;
  if (conflicts === undefined) return false;
  return [...regionLsns].some(([region, seen]) => seen > (conflicts.regionLsns.get(region) ?? 0n));
}
