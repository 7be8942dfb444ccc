import type { AccountTopology } from './account-topology.ts';

/** Why an endpoint is avoided. A region that refuses writes still answers reads. */
export type UnavailabilityReason = 'unreachable' | 'server-error' | 'write-forbidden' | 'account-not-found';

/** Note that an endpoint failed. */
export interface UnavailabilityMark {
  /** Why. */
  readonly reason: UnavailabilityReason;
  /** When, in milliseconds since 1970. */
  readonly sinceMs: number;
}

/** What a driver knows about where requests can go; replaced, never changed. */
export interface RoutingState {
  /** The account's regions. */
  readonly topology: AccountTopology;
  /** Endpoints that failed, by URL. Marks put an endpoint behind the others, they never exclude it. */
  readonly marks: ReadonlyMap<string, UnavailabilityMark>;
}

/** The state of a driver that has only read the account. */
export function initialRoutingState(topology: AccountTopology): RoutingState {
  return Object.freeze({ topology, marks: new Map() });
}

/** The state after an endpoint failed. Marks older than `ttlMs` are dropped on the way. */
export function markUnavailable(
  state: RoutingState,
  url: string,
  mark: UnavailabilityMark,
  ttlMs: number,
): RoutingState {
  const marks = new Map<string, UnavailabilityMark>();
  for (const [marked, old] of state.marks) if (mark.sinceMs - old.sinceMs < ttlMs) marks.set(marked, old);
  marks.set(url, mark);
  return Object.freeze({ topology: state.topology, marks });
}

/** The state after the account was read again; marks are carried over. */
export function replaceTopology(state: RoutingState, topology: AccountTopology): RoutingState {
  return Object.freeze({ topology, marks: state.marks });
}

/** Whether an endpoint is not marked, or no longer, for reads or for writes. */
export function isAvailable(
  state: RoutingState,
  url: string,
  use: { readonly isRead: boolean; readonly nowMs: number; readonly ttlMs: number },
): boolean {
  const mark = state.marks.get(url);
  if (mark === undefined || use.nowMs - mark.sinceMs >= use.ttlMs) return true;
  return use.isRead && mark.reason === 'write-forbidden';
}
