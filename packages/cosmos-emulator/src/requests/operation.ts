import type { LocateRegion } from '../account/account-document.ts';
import type { AccountStore } from '../account/account-store.ts';
import type { Region } from '../account/region.ts';
import type { Answer } from '../responses/answer.ts';
import type { ResourcePath } from './resource-path.ts';
import type { WireRequest } from './wire-request.ts';

/** A request that was understood and is allowed, with all that answering it takes. */
export interface Operation {
  /** The account's content. */
  readonly store: AccountStore;
  /** The region that was asked. */
  readonly region: Region;
  /** The request itself. */
  readonly request: WireRequest;
  /** What its path addresses. */
  readonly path: ResourcePath;
  /** Where the client reaches the regions. */
  readonly locate: LocateRegion;
  /** The time, in milliseconds since the Unix epoch. */
  readonly nowMs: number;
}

/** Carries out one kind of operation, in one synchronous step. */
export type OperationHandler = (operation: Operation) => Answer;
