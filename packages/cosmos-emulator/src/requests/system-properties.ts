import type { AccountStore } from '../account/account-store.ts';

/** What every resource carries besides its content. */
export interface SystemProperties {
  readonly _rid: string;
  readonly _self: string;
  /** ETag with its quotes. */
  readonly _etag: string;
  /** Time of the last write, in seconds since the Unix epoch. */
  readonly _ts: number;
}

/** The system properties of a resource that is written now; its ETag is new. */
export function stampResource(store: AccountStore, nowMs: number, resourceId: string, self: string): SystemProperties {
  return {
    _rid: resourceId,
    _self: self,
    _etag: `"${store.resourceIds.nextGuid()}"`,
    _ts: Math.floor(nowMs / 1000),
  };
}
