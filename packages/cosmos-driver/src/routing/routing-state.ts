import { noPartitionRouting, type PartitionRouting } from '../partition-routing/partition-routing.ts';
import type { AccountTopology } from './account-topology.ts';

/** Why an endpoint is avoided. A region that refuses writes still answers reads. */
export type UnavailabilityReason = 'unreachable' | 'server-error' | 'write-forbidden' | 'account-not-found';

/** Note that an endpoint failed. */
export interface UnavailabilityMark {
  /** Why. */
  readonly reason: UnavailabilityReason;
  /** When it failed last, in milliseconds since 1970. */
  readonly sinceMs: number;
}

/** What a driver knows about where requests can go; replaced, never changed. */
export interface RoutingState {
  /** The account's regions. */
  readonly topology: AccountTopology;
  /** Endpoints that failed, by URL. Marks put an endpoint behind the others, they never exclude it. */
  readonly marks: ReadonlyMap<string, UnavailabilityMark>;
  /** What is known about single partitions. */
  readonly partitions: PartitionRouting;
}

/** The state of a driver that has only read the account. */
export function initialRoutingState(topology: AccountTopology): RoutingState {
  return Object.freeze({ topology, marks: new Map(), partitions: noPartitionRouting });
}

/** The state after an endpoint failed. The mark is in force until it is taken off. */
export function markUnavailable(state: RoutingState, url: string, mark: UnavailabilityMark): RoutingState {
  return Object.freeze({ ...state, marks: new Map(state.marks).set(url, mark) });
}

/**
 * The state after a marked endpoint was looked at again.
 *
 * @param probed  The mark that was looked at. One that was put since then stays as it is, and so does the mark of an endpoint
 * that the account no longer shows.
 * @param newest  The mark that takes its place; `undefined` takes it off.
 */
export function replaceMark(
  state: RoutingState,
  url: string,
  probed: UnavailabilityMark,
  newest: UnavailabilityMark | undefined,
): RoutingState {
  if (state.marks.get(url) !== probed || !isAdvertised(state.topology, url)) return state;
  const marks = new Map(state.marks);
  if (newest === undefined) marks.delete(url);
  else marks.set(url, newest);
  return Object.freeze({ ...state, marks });
}

/**
 * The state after the account was read again. Marks are carried over. What is known about partitions is, too, unless the
 * guard that it came from was switched on or off meanwhile.
 */
export function replaceTopology(state: RoutingState, topology: AccountTopology): RoutingState {
  const { topology: old, partitions: known } = state;
  const { detours } = known;
  const keepsBreaker = old.circuitBreaker === topology.circuitBreaker;
  const keepsFailover = old.partitionFailover === topology.partitionFailover;
  const none = noPartitionRouting;
  const partitions: PartitionRouting =
    keepsBreaker && keepsFailover
      ? known
      : Object.freeze({
          failures: keepsBreaker ? known.failures : none.failures,
          lostRaces: keepsBreaker ? known.lostRaces : none.lostRaces,
          detours: Object.freeze({
            'circuit-breaker': (keepsBreaker ? detours : none.detours)['circuit-breaker'],
            failover: (keepsFailover ? detours : none.detours).failover,
          }),
          hubs: keepsFailover ? known.hubs : none.hubs,
        });
  return Object.freeze({ ...state, topology, partitions });
}

/** Whether an endpoint is not marked, for reads or for writes. */
export function isAvailable({ marks }: RoutingState, url: string, isRead: boolean): boolean {
  const mark = marks.get(url);
  return mark === undefined || (isRead && mark.reason === 'write-forbidden');
}

/** Whether the account shows an endpoint. */
export function isAdvertised({ readable, writable }: AccountTopology, url: string): boolean {
  return readable.some((endpoint) => endpoint.url === url) || writable.some((endpoint) => endpoint.url === url);
}
