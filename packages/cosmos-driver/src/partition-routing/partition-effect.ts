import type { PartitionGuard } from './partition-guard.ts';

/** What an attempt has taught about its partition. */
export type PartitionEffect =
  /** The region failed it. */
  | {
      readonly kind: 'partition-failed';
      readonly guard: PartitionGuard;
      readonly url: string;
      readonly isRead: boolean;
    }
  /** The region served it. */
  | { readonly kind: 'partition-served'; readonly guard: PartitionGuard; readonly url: string }
  /** The region was asked together with another one, which answered sooner if `isLost`. */
  | { readonly kind: 'race-ended'; readonly guard: PartitionGuard; readonly url: string; readonly isLost: boolean }
  /** The region answered as its hub, the one region that has everything. */
  | { readonly kind: 'hub-found'; readonly url: string }
  /** The region is not its hub, or no longer. */
  | { readonly kind: 'hub-refused'; readonly url: string };
