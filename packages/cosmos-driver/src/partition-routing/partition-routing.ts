import type { PartitionGuard } from './partition-guard.ts';

/** Failures of one partition in one region, in a row. */
export interface PartitionFailures {
  readonly reads: number;
  readonly writes: number;
  /** When the last one was, in milliseconds since 1970. */
  readonly lastAtMs: number;
}

/** Races that a region has lost to another one for a partition, in a row. */
export interface LostRaces {
  readonly count: number;
  /** When the last one was, in milliseconds since 1970. */
  readonly lastAtMs: number;
}

/** The requests of a partition go elsewhere. */
export interface PartitionDetour {
  /** URLs of the endpoints that failed the partition, in order; requests that would go to one of them are led away. */
  readonly failed: readonly string[];
  /** URL of the endpoint they go to instead. */
  readonly target: string;
  /** Since when it is as it is, in milliseconds since 1970. */
  readonly sinceMs: number;
  /** Whether the way back is tried: not yet, by the next request, or by one that is under way. */
  readonly probe: 'not-due' | 'due' | 'under-way';
}

/**
 * What a driver knows about single partitions; replaced, never changed. Empty while all is well, and then nobody has to find
 * out which partition an operation goes to. Partitions are named by `partitionName`.
 */
export interface PartitionRouting {
  /** What the circuit breaker counts, by partition and endpoint. */
  readonly failures: ReadonlyMap<string, PartitionFailures>;
  /** Races lost, by partition and endpoint. */
  readonly lostRaces: ReadonlyMap<string, LostRaces>;
  /** Detours by partition, for each guard. */
  readonly detours: Readonly<Record<PartitionGuard, ReadonlyMap<string, PartitionDetour>>>;
  /** URLs of the endpoints that answered as the hub of a partition. */
  readonly hubs: ReadonlyMap<string, string>;
}

const none: ReadonlyMap<string, never> = new Map<string, never>();

/** Nothing is known about any partition: all is well. */
export const noPartitionRouting: PartitionRouting = Object.freeze({
  failures: none,
  lostRaces: none,
  detours: Object.freeze({ 'circuit-breaker': none, failover: none }),
  hubs: none,
});

/** Whether nothing is known about any partition. */
export function isQuiet({ failures, lostRaces, detours, hubs }: PartitionRouting): boolean {
  return failures.size + lostRaces.size + detours['circuit-breaker'].size + detours.failover.size + hubs.size === 0;
}

/** Names a partition in the tables: by the resource id of its container and the id of its range. */
export function partitionName(containerRid: string, rangeId: string): string {
  return `${containerRid}/${rangeId}`;
}

/** Under which key the failures and the lost races of a partition in a region are counted. */
export function failuresKey(partition: string, url: string): string {
  return `${partition} ${url}`;
}

/** The same table with one detour put in, replaced, or taken out. */
export function withDetour(
  state: PartitionRouting,
  guard: PartitionGuard,
  partition: string,
  detour: PartitionDetour | undefined,
): PartitionRouting {
  const detours = { ...state.detours, [guard]: replaced(state.detours[guard], partition, detour) };
  return Object.freeze({ ...state, detours: Object.freeze(detours) });
}

/** The same table with one count put in, replaced, or taken out. */
export function withFailures(
  state: PartitionRouting,
  key: string,
  failures: PartitionFailures | undefined,
): PartitionRouting {
  return Object.freeze({ ...state, failures: replaced(state.failures, key, failures) });
}

/** The same table with one count of lost races put in, replaced, or taken out. */
export function withLostRaces(state: PartitionRouting, key: string, lost: LostRaces | undefined): PartitionRouting {
  return Object.freeze({ ...state, lostRaces: replaced(state.lostRaces, key, lost) });
}

/** The same table with one hub put in, replaced, or taken out. */
export function withHub(state: PartitionRouting, partition: string, url: string | undefined): PartitionRouting {
  return Object.freeze({ ...state, hubs: replaced(state.hubs, partition, url) });
}

function replaced<T>(map: ReadonlyMap<string, T>, key: string, value: T | undefined): ReadonlyMap<string, T> {
  const next = new Map(map);
  if (value === undefined) next.delete(key);
  else next.set(key, value);
  return next;
}
