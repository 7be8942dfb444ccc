import { compareEffectivePartitionKeys } from '@perdura/cosmos-protocol';
import type { StoredItem } from '../items/stored-item.ts';
import { itemsInOrder, listItems } from '../partitions/items-in-order.ts';
import type { ItemList, Partition } from '../partitions/partition.ts';
import type { CompiledQuery } from '../sql/compile-query.ts';
import { type QueryPosition, queryStart } from './query-position.ts';
import type { QueryScope } from './query-scope.ts';
import { type ExaminedItems, type ResultPage, startPage } from './result-page.ts';
import { sliceResults } from './slice-results.ts';

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

/** Takes the next results after a position. Queries that order, group or count are evaluated as a whole for every page. */
export function pageOfResults(
  compiled: CompiledQuery,
  scope: QueryScope,
  start: QueryPosition,
  pageSize: number,
): PageOfResults {
  const page = startPage(pageSize);
  const next = compiled.isStreaming ? scan(compiled, scope, start, page) : sliceResults(compiled, scope, start, page);
  return { results: page.results, next, size: page.size(), examined: page.examined };
}

function scan(
  compiled: CompiledQuery,
  scope: QueryScope,
  start: QueryPosition,
  page: ResultPage,
): QueryPosition | undefined {
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
