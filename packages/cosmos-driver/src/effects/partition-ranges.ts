/**
 * Which partitions the containers of one driver have. Feeds ask it, and tell it when the service says that it is wrong.
 *
 * 1. A map is complete, or there is none: a chain of pages that leaves a hole is thrown away.
 * 2. The pages of a chain, and the changes asked for later, come from one region, because ETags are a region's own. A
 *    chain that breaks is begun again once, without ETag and without region.
 * 3. One read at a time for a container. Who asks for a newer map than one that somebody has replaced meanwhile gets that.
 * 4. A refresh that fails leaves the old map.
 */
import type { CosmosDiagnostics } from '../diagnostics/cosmos-diagnostics.ts';
import type { ContainerReference } from '../operation/container-reference.ts';
import type { ResolvedOperationOptions } from '../options/resolve-operation-options.ts';
import type { RoutingMap } from '../partitioning/routing-map.ts';
import type { ExecutionScope } from './execution-scope.ts';
import type { SharedWaits } from './shared-waits.ts';
import { type SendShared, shareWork } from './shared-work.ts';

/** The partitions of containers, for one driver. */
export interface PartitionRanges {
  /** The partitions of a container, if they were read; sends nothing. */
  known(container: ContainerReference): RoutingMap | undefined;
  /**
   * The partitions of a container, as far as known.
   *
   * @param onRead  Told of the requests it took, when this call began them.
   * @throws {CosmosError} when they were never read and cannot be.
   */
  get(container: ContainerReference, reading: RangesReading): Promise<RoutingMap>;
  /**
   * The partitions as they are now, after the service has refused one of `seen`. Costs nothing when somebody else has
   * read them since.
   */
  refresh(container: ContainerReference, seen: RoutingMap, reading: RangesReading): Promise<RoutingMap>;
}

/** How ranges are read, and who wants to know. */
export interface RangesReading {
  readonly options: ResolvedOperationOptions;
  readonly onRead: (diagnostics: CosmosDiagnostics) => void;
  /** What the operation waits for that needs them. (default: none does) */
  readonly waits?: SharedWaits;
}

/** Ranges as they were read, and how to ask what is new since. */
export interface KnownRanges {
  readonly map: RoutingMap;
  readonly etag: string | undefined;
  /** The region that the ETag is of. */
  readonly region: string | undefined;
}

interface Entry {
  known: KnownRanges | undefined;
  loading: Promise<KnownRanges> | undefined;
}

/** Reads what is new since the known ranges, or all. @throws {CosmosError} */
export type ReadRanges = (
  container: ContainerReference,
  known: KnownRanges | undefined,
  reading: RangesReading,
  send: SendShared,
) => Promise<KnownRanges>;

/** Makes the memory of a driver. */
export function createPartitionRanges(scope: ExecutionScope, read: ReadRanges): PartitionRanges {
  const entries = new Map<string, Entry>();

  function load(container: ContainerReference, entry: Entry, reading: RangesReading): Promise<KnownRanges> {
    entry.loading ??= shareWork(scope, (send) => loadInto(entry, container, reading, send));
    return reading.waits?.on(entry.loading) ?? entry.loading;
  }

  async function loadInto(
    entry: Entry,
    container: ContainerReference,
    reading: RangesReading,
    send: SendShared,
  ): Promise<KnownRanges> {
    try {
      entry.known = await read(container, entry.known, reading, send);
      return entry.known;
    } finally {
      entry.loading = undefined;
      if (entry.known === undefined) entries.delete(container.rid);
    }
  }

  function entryOf({ rid }: ContainerReference): Entry {
    let entry = entries.get(rid);
    if (entry === undefined) {
      entry = { known: undefined, loading: undefined };
      entries.set(rid, entry);
    }
    return entry;
  }

  return {
    known: ({ rid }) => entries.get(rid)?.known?.map,

    async get(container, reading) {
      const entry = entryOf(container);
      return (entry.known ?? (await load(container, entry, reading))).map;
    },

    async refresh(container, seen, reading) {
      const entry = entryOf(container);
      if (entry.known !== undefined && entry.known.map !== seen) return entry.known.map;
      try {
        return (await load(container, entry, reading)).map;
      } catch (error) {
        if (entry.known === undefined) throw error;
        return entry.known.map;
      }
    },
  };
}
