import { compareEffectivePartitionKeys } from '@perdura/cosmos-protocol';
import { maxPageBytes } from '../items/page-of-items.ts';
import type { StoredItem } from '../items/stored-item.ts';
import { itemsInOrder, listItems } from '../partitions/items-in-order.ts';
import type { ItemList, Partition } from '../partitions/partition.ts';
import type { CompiledQuery, RankedResult } from '../sql/compile-query.ts';
import { type QueryPosition, queryStart } from './query-position.ts';
import type { QueryScope } from './query-scope.ts';

/** One page of a query. */
export interface PageOfResults {
  /** Results in JSON, whole items as they are stored. */
  readonly results: readonly string[];
  /** Where the next page starts; `undefined` when there is none. */
  readonly next: QueryPosition | undefined;
  /** Length of all results together. */
  readonly size: number;
  /** What was looked at for them. */
  readonly examined: readonly ExaminedItems[];
}

/** A run of a partition's items. */
export interface ExaminedItems extends Pick<QueryScope, 'includes'> {
  readonly items: readonly StoredItem[];
  readonly from: number;
  /** The one after the last. */
  readonly to: number;
}

/** Takes the next results after a position. Queries that order, group or count are evaluated as a whole for every page. */
export function pageOfResults(
  compiled: CompiledQuery,
  scope: QueryScope,
  start: QueryPosition,
  pageSize: number,
): PageOfResults {
  const page = createPage(pageSize);
  const next = compiled.isStreaming ? scan(compiled, scope, start, page) : slice(compiled, scope, start, page);
  return { results: page.results, next, size: page.size(), examined: page.examined };
}

interface Page {
  readonly results: string[];
  /** Adds a result; `false` when there is no more room. */
  add(json: string): boolean;
  size(): number;
  readonly examined: ExaminedItems[];
}

function createPage(pageSize: number): Page {
  const results: string[] = [];
  let size = 0;
  return {
    results,
    examined: [],
    size: () => size,
    add: (json) => {
      if (results.length === pageSize || (results.length > 0 && size + json.length > maxPageBytes)) return false;
      results.push(json);
      size += json.length;
      return true;
    },
  };
}

function slice(
  compiled: CompiledQuery,
  scope: QueryScope,
  start: QueryPosition,
  page: Page,
): QueryPosition | undefined {
  const items = scope.partitions.flatMap((partition) => {
    const all = itemsInOrder(partition);
    page.examined.push({ items: all, from: 0, to: all.length, includes: scope.includes });
    return scope.includes === undefined ? all : all.filter(scope.includes);
  });
  const ranked = compiled.rank(items.map(({ document }) => document));
  const numberOf = ({ source }: RankedResult): bigint => (compiled.isGrouped ? 0n : (items[source]?.number ?? 0n));
  const isStart = start === queryStart;
  const first = isStart ? compiled.skip : indexAfter(ranked, start, compiled, numberOf);
  const end = Math.min(ranked.length, first + compiled.take - start.takenCount);
  for (let index = first; index < end; index += 1) {
    if (page.add(JSON.stringify(ranked[index]?.value))) continue;
    const last = ranked[index - 1];
    if (last === undefined) return undefined;
    const [keys, itemNumber] = [last.keys, numberOf(last)];
    const isBefore = (each: RankedResult) => comparePlace(each, { keys, itemNumber }, compiled, numberOf) < 0;
    return {
      minInclusive: scope.partitions[0]?.minInclusive ?? '',
      maxExclusive: scope.partitions.at(-1)?.maxExclusive ?? '',
      itemNumber,
      sentCount: index - countWhile(ranked, isBefore),
      takenCount: start.takenCount + index - first,
      keys,
    };
  }
  return undefined;
}

/**
 * Where results go on after a position: found by the place of the last one, never by counting from the start. So it stays
 * true when the partition has split, items come and go, or the client leaves out by a condition what it has already.
 */
function indexAfter(
  ranked: readonly RankedResult[],
  position: QueryPosition,
  compiled: CompiledQuery,
  numberOf: (result: RankedResult) => bigint,
): number {
  const compare = (result: RankedResult) => comparePlace(result, position, compiled, numberOf);
  const before = countWhile(ranked, (result) => compare(result) < 0);
  const upToEqual = countWhile(ranked, (result) => compare(result) <= 0);
  return Math.min(before + position.sentCount, upToEqual);
}

function comparePlace(
  result: RankedResult,
  { keys, itemNumber }: Pick<QueryPosition, 'keys' | 'itemNumber'>,
  { compareKeys, isReversed }: CompiledQuery,
  numberOf: (result: RankedResult) => bigint,
): number {
  const byKeys = compareKeys(result.keys, keys);
  const number = numberOf(result);
  if (byKeys !== 0 || number === itemNumber) return byKeys;
  return number < itemNumber === isReversed ? 1 : -1;
}

/** Length of the run at the start for which a condition holds, when it holds for none after. */
function countWhile<T>(values: readonly T[], isInside: (value: T) => boolean): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isInside(values[middle] as T)) low = middle + 1;
    else high = middle;
  }
  return low;
}

function scan(compiled: CompiledQuery, scope: QueryScope, start: QueryPosition, page: Page): QueryPosition | undefined {
  const found: unknown[] = [];
  const scanItem = compiled.scanInto(found);
  let last = start;
  for (const { minInclusive, maxExclusive, items, documents } of partsOf(scope.partitions, start)) {
    const isDone = compareEffectivePartitionKeys(maxExclusive, start.minInclusive) <= 0;
    if (isDone) continue;
    const isUntouched = compareEffectivePartitionKeys(start.maxExclusive, minInclusive) <= 0;
    const isAllWanted = isUntouched && scope.includes === undefined;
    const examine = (to: number) => page.examined.push({ items, from, to, includes: scope.includes });
    let from = 0;
    for (let at = 0; at < documents.length; at += 1) {
      if (isAllWanted) {
        scanItem(documents[at]);
        if (found.length === 0) continue;
      }
      const item = items[at];
      if (item === undefined || scope.includes?.(item) === false) continue;
      const sentCount = isUntouched ? 0 : countSent(item, start);
      if (sentCount === Number.POSITIVE_INFINITY) {
        from = at + 1;
        continue;
      }
      if (!isAllWanted) scanItem(item.document);
      for (let index = sentCount; index < found.length; index += 1) {
        const result = found[index];
        if (!page.add(result === item.document ? item.json : JSON.stringify(result))) {
          examine(at);
          return last;
        }
        last = { ...queryStart, minInclusive, maxExclusive, itemNumber: item.number, sentCount: index + 1 };
      }
      found.length = 0;
    }
    examine(items.length);
  }
  return undefined;
}

interface ScanPart extends ItemList {
  readonly minInclusive: string;
  readonly maxExclusive: string;
}

/**
 * What a scan goes through, part by part. The children of a partition that split since a position was told are gone through
 * as the one they were, so that the position stays true for all of them.
 */
function partsOf(partitions: readonly Partition[], start: QueryPosition): readonly ScanPart[] {
  const isInside = ({ minInclusive, maxExclusive }: Partition) =>
    compareEffectivePartitionKeys(minInclusive, start.maxExclusive) < 0 &&
    compareEffectivePartitionKeys(start.minInclusive, maxExclusive) < 0;
  const inside = start === queryStart ? [] : partitions.filter(isInside);
  const [first, last] = [inside[0], inside.at(-1)];
  const toPart = (partition: Partition): ScanPart => {
    const { minInclusive, maxExclusive } = partition;
    return { minInclusive, maxExclusive, ...listItems(partition) };
  };
  if (first === undefined || last === undefined || first === last) return partitions.map(toPart);
  const items = inside.flatMap(itemsInOrder).sort((one, other) => (one.number < other.number ? -1 : 1));
  const documents = items.map(({ document }) => document);
  const parent = { minInclusive: first.minInclusive, maxExclusive: last.maxExclusive, items, documents };
  return [parent, ...partitions.slice(partitions.indexOf(last) + 1).map(toPart)];
}

/** How many of an item's results were sent up to a position; partitions may have split or merged since. */
function countSent({ number, effectivePartitionKey }: StoredItem, position: QueryPosition): number {
  if (compareEffectivePartitionKeys(effectivePartitionKey, position.minInclusive) < 0) return Number.POSITIVE_INFINITY;
  if (compareEffectivePartitionKeys(effectivePartitionKey, position.maxExclusive) >= 0) return 0;
  if (number < position.itemNumber) return Number.POSITIVE_INFINITY;
  return number === position.itemNumber ? position.sentCount : 0;
}
