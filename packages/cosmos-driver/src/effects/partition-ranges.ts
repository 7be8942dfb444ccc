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
import { invalidResponse } from '../errors/error-from-outcome.ts';
import type { ContainerReference } from '../operation/container-reference.ts';
import { CosmosOperation } from '../operation/cosmos-operation.ts';
import type { ResolvedOperationOptions } from '../options/resolve-operation-options.ts';
import { type PartitionRange, readPartitionRange } from '../partitioning/partition-range.ts';
import { buildRoutingMap, mergeRoutingMap, type RoutingMap } from '../partitioning/routing-map.ts';
import { execute } from './execute.ts';
import type { ExecutionScope } from './execution-scope.ts';

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
interface RangesReading {
  readonly options: ResolvedOperationOptions;
  readonly onRead: (diagnostics: CosmosDiagnostics) => void;
}

interface KnownRanges {
  readonly map: RoutingMap;
  readonly etag: string | undefined;
  /** The region that the ETag is of. */
  readonly region: string | undefined;
}

interface Entry {
  known: KnownRanges | undefined;
  loading: Promise<KnownRanges> | undefined;
}

/** Makes the memory of a driver. */
export function createPartitionRanges(scope: ExecutionScope): PartitionRanges {
  const entries = new Map<string, Entry>();

  function load(container: ContainerReference, entry: Entry, reading: RangesReading): Promise<KnownRanges> {
    entry.loading ??= readRanges(container, entry.known, reading, scope)
      .then((known) => {
        entry.known = known;
        return known;
      })
      .finally(() => {
        entry.loading = undefined;
        if (entry.known === undefined) entries.delete(container.rid);
      });
    return entry.loading;
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

/** Reads what is new since the known ranges, or all; all once more when a chain breaks. */
async function readRanges(
  container: ContainerReference,
  known: KnownRanges | undefined,
  reading: RangesReading,
  scope: ExecutionScope,
): Promise<KnownRanges> {
  const operation = CosmosOperation.readPartitionKeyRanges(container);
  const first: Chain = { changes: [], etag: known?.etag, region: known?.region };
  try {
    return await readChain(operation, first, known?.map, reading, scope);
  } catch (error) {
    // Without a region no page was read: there is no chain to be blamed.
    if (first.region === undefined && known === undefined) throw error;
    return readChain(operation, { changes: [], etag: undefined, region: undefined }, undefined, reading, scope);
  }
}

/** Pages read so far; grows while they are read. */
interface Chain {
  readonly changes: PartitionRange[];
  etag: string | undefined;
  region: string | undefined;
}

/** Follows the pages until there is nothing new. @throws {CosmosError} also when they leave a hole or change their region. */
async function readChain(
  operation: CosmosOperation,
  chain: Chain,
  map: RoutingMap | undefined,
  { options, onRead }: RangesReading,
  scope: ExecutionScope,
): Promise<KnownRanges> {
  for (;;) {
    const page = operation.withMaxItemCount(-1);
    const request = chain.etag === undefined ? page : page.withContinuation(chain.etag);
    const response = await execute(request, inRegion(options, chain.region, scope), scope);
    onRead(response.diagnostics);
    const fail = (problem: string): never => {
      throw invalidResponse(operation, response.diagnostics, problem);
    };
    const { body, headers, servingRegion, status } = response;
    if (chain.region !== undefined && servingRegion !== chain.region) fail('its pages came from several regions');
    chain.region = servingRegion;
    if (body.kind === 'items') chain.changes.push(...body.items.map(readPartitionRange));
    const isLast = status.code === 304 || headers.etag === undefined || headers.etag === chain.etag;
    chain.etag = headers.etag ?? chain.etag;
    if (!isLast) continue;
    const newest = map === undefined ? buildRoutingMap(chain.changes) : mergeRoutingMap(map, chain.changes);
    return newest === undefined
      ? fail('the partitions leave a hole or overlap')
      : { map: newest, etag: chain.etag, region: chain.region };
  }
}

/** The same options, with all regions excluded but one. */
function inRegion(
  options: ResolvedOperationOptions,
  region: string | undefined,
  { account }: ExecutionScope,
): ResolvedOperationOptions {
  // Others wait for it too: whose deadline passes stops waiting, not reading.
  const unlimited = { ...options, endToEndTimeoutMs: undefined };
  if (region === undefined) return unlimited;
  const others = account
    .routing()
    .topology.readable.flatMap((each) => (each.region === region ? [] : (each.region ?? [])));
  return { ...unlimited, excludedRegions: others };
}
