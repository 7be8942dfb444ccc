import { itemsInOrder } from '../partitions/items-in-order.ts';
import type { CompiledQuery } from '../sql/compile-query.ts';
import type { RankedResult } from '../sql/rank-rows.ts';
import { type QueryPosition, queryStart } from './query-position.ts';
import type { QueryScope } from './query-scope.ts';
import type { ResultPage } from './result-page.ts';

/** Takes the next results of a query that is evaluated as a whole for every page; tells where the next page starts. */
export function sliceResults(
  compiled: CompiledQuery,
  scope: QueryScope,
  start: QueryPosition,
  page: ResultPage,
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
