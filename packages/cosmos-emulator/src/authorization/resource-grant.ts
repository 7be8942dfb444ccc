import type { PartitionKeyValue } from '@perdura/cosmos-protocol';

/** What a resource token allows: `read`, or `all` that one does with items. */
export type ResourceTokenMode = 'read' | 'all';

/** What one resource token allows, and how long. */
export interface ResourceGrant {
  /** `_rid` of the container: one that is created again under the same name has another. */
  readonly containerResourceId: string;
  readonly mode: ResourceTokenMode;
  /** First components of the partition keys it is about; `undefined` for all. */
  readonly keyValues: readonly PartitionKeyValue[] | undefined;
  /** From when it holds, in milliseconds since the Unix epoch. */
  readonly startsAtMs: number;
  /** From when it no longer holds. */
  readonly expiresAtMs: number;
}
