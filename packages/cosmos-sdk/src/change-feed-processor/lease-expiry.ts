import type { Lease } from './lease.ts';

/** When each lease was first seen as it is now: by id, its version and the reader's own `elapsedMs`. */
export type LeaseSightings = ReadonlyMap<string, { readonly etag: string; readonly sinceMs: number }>;

/**
 * Notes what was seen. An owner shows itself by writing its leases; whoever watches needs no clock but its own.
 *
 * @param seenAtMs  After the leases were read.
 */
export function noteSightings(
  sightings: LeaseSightings,
  leases: readonly Pick<Lease, 'id' | 'etag'>[],
  seenAtMs: number,
): LeaseSightings {
  return new Map(
    leases.map(({ id, etag }) => {
      const known = sightings.get(id);
      return [id, known?.etag === etag ? known : { etag, sinceMs: seenAtMs }];
    }),
  );
}

/**
 * Until when an owner may act.
 *
 * @param sentAtMs  Before its last successful write was sent. Others saw it later, so they wait longer than the owner acts.
 */
export function actsUntilMs(sentAtMs: number, { durationMs }: Pick<Lease, 'durationMs'>): number {
  return sentAtMs + durationMs;
}

/** Whether a lease may be taken although it has an owner: it has not changed for as long as the owner may act without writing it. */
export function isExpired(
  lease: Pick<Lease, 'id' | 'etag' | 'durationMs' | 'writtenAtMs'>,
  sightings: LeaseSightings,
  { elapsedMs, nowMs }: { readonly elapsedMs: number; readonly nowMs: number },
): boolean {
  const sighting = sightings.get(lease.id);
  if (sighting?.etag === lease.etag && elapsedMs - sighting.sinceMs >= lease.durationMs) return true;
  return nowMs - lease.writtenAtMs >= lease.durationMs + maxClockSkewMs;
}

/**
 * How far the clocks of this machine and the service may be apart: 15 minutes, beyond which the service refuses signed requests. What
 * is older than that has expired for an instance that was not there to watch, too.
 *
 * @see https://learn.microsoft.com/rest/api/cosmos-db/access-control-on-cosmosdb-resources
 */
export const maxClockSkewMs = 900_000;
