import { isCosmosError } from '../errors/cosmos-error.ts';
import { invalidResponse } from '../errors/error-from-outcome.ts';
import type { ContainerReference } from '../operation/container-reference.ts';
import { CosmosOperation } from '../operation/cosmos-operation.ts';
import type { ResolvedOperationOptions } from '../options/resolve-operation-options.ts';
import { type PartitionRange, readPartitionRange } from '../partitioning/partition-range.ts';
import { buildRoutingMap, mergeRoutingMap, type RoutingMap } from '../partitioning/routing-map.ts';
import { execute } from './execute.ts';
import type { ExecutionScope } from './execution-scope.ts';
import type { KnownRanges, RangesReading } from './partition-ranges.ts';
import type { SendShared } from './shared-work.ts';

/** Reads what is new since the known ranges, or all; all once more when a chain breaks. @throws {CosmosError} */
export async function readRanges(
  container: ContainerReference,
  known: KnownRanges | undefined,
  reading: RangesReading,
  scope: ExecutionScope,
  send: SendShared,
): Promise<KnownRanges> {
  const operation = CosmosOperation.readPartitionKeyRanges(container);
  const first: Chain = { changes: [], etag: known?.etag, region: known?.region };
  try {
    return await readChain(operation, first, known?.map, reading, scope, send);
  } catch (error) {
    // Without a region no page was read: there is no chain to be blamed.
    if (first.region === undefined && known === undefined) throw error;
    // No time is left for another one.
    if (isCosmosError(error) && error.code === 'deadline-exceeded') throw error;
    return readChain(operation, { changes: [], etag: undefined, region: undefined }, undefined, reading, scope, send);
  }
}

/** Pages read so far; grows while they are read. */
interface Chain {
  readonly changes: PartitionRange[];
  etag: string | undefined;
  region: string | undefined;
}

/**
 * How many pages in a row may tell of no partition that was not told of before. The service has its reasons for one or two; who goes
 * on like that never ends.
 */
const maxIdlePages = 10;

/** Follows the pages until there is nothing new. @throws {CosmosError} also when they leave a hole or change their region. */
async function readChain(
  operation: CosmosOperation,
  chain: Chain,
  map: RoutingMap | undefined,
  { options, onRead }: RangesReading,
  scope: ExecutionScope,
  send: SendShared,
): Promise<KnownRanges> {
  const seenIds = new Set<string>();
  for (let idlePages = 0; ; ) {
    const page = operation.withMaxItemCount(-1);
    const request = chain.etag === undefined ? page : page.withContinuation(chain.etag);
    const inItsRegion = inRegion(options, chain.region, scope);
    // Others wait for it too: whose deadline passes stops waiting, not reading.
    const response = await send((watched, endToEndTimeoutMs) =>
      execute(request, { ...inItsRegion, endToEndTimeoutMs }, watched),
    );
    onRead(response.diagnostics);
    const fail = (problem: unknown): never => {
      throw invalidResponse(operation, response.diagnostics, problem);
    };
    const { body, headers, servingRegion, status } = response;
    if (chain.region !== undefined && servingRegion !== chain.region) fail('its pages came from several regions');
    chain.region = servingRegion;
    const seenBefore = seenIds.size;
    try {
      for (const item of body.kind === 'items' ? body.items : []) {
        const range = readPartitionRange(item);
        chain.changes.push(range);
        seenIds.add(range.id);
      }
    } catch (error) {
      fail(error);
    }
    const isLast = status.code === 304 || headers.etag === undefined || headers.etag === chain.etag;
    chain.etag = headers.etag ?? chain.etag;
    if (!isLast) {
      idlePages = seenIds.size === seenBefore ? idlePages + 1 : 0;
      if (idlePages >= maxIdlePages) fail('its pages go on and on, and tell of no other partition');
      continue;
    }
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
  if (region === undefined) return options;
  const others = account
    .routing()
    .topology.readable.flatMap((each) => (each.region === region ? [] : (each.region ?? [])));
  return { ...options, excludedRegions: others };
}
