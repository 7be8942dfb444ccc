import type { FeedRange } from '@perdura/cosmos-driver';

/** A part of the container, and where its changes begin: what a lease starts from. */
export interface LeaseStart {
  /** The part. */
  readonly range: FeedRange;
  /** What was handled before; `undefined` when nothing was. */
  readonly continuation: string | undefined;
}

/**
 * The right to handle the changes of one part of a container, as it was when it was read.
 *
 * A lease is never deleted. One whose partition was split says by which leases it was replaced, and nobody takes it any more: whoever
 * finds one of those missing makes it, and nothing that was finished can come back.
 */
export interface Lease extends LeaseStart {
  /** Id of its document. */
  readonly id: string;
  /** Who may handle the changes; `undefined` for nobody. */
  readonly owner: string | undefined;
  /** Which of the times that somebody took it: an owner that restarts under its old name has another one. */
  readonly term: string | undefined;
  /** Who asks the owner for it. */
  readonly wantedBy: string | undefined;
  /** How long it is the owner's without being written, in milliseconds. */
  readonly durationMs: number;
  /** What it was replaced by; `undefined` while it is in use. */
  readonly children: readonly LeaseStart[] | undefined;
  /** Its version. */
  readonly etag: string;
  /** When it was written, by the service's clock, in milliseconds since 1970; seconds exactly. */
  readonly writtenAtMs: number;
}

/** A part of the container in short: its first effective partition key and the first behind it. Stable over restarts. */
export function leaseToken({ min, max }: FeedRange): string {
  return `${min}-${max}`;
}

/** Leases in use. */
export function leasesInUse(leases: readonly Lease[]): readonly Lease[] {
  return leases.filter(({ children }) => children === undefined);
}
