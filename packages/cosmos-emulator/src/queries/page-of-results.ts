import { compareEffectivePartitionKeys } from '@perdura/cosmos-protocol';
import type { CompiledQuery } from '../sql/compile-query.ts';
import { type QueryPosition, queryStart } from './query-position.ts';
import type { QueryScope } from './query-scope.ts';

/** One page of a query. */
export interface PageOfResults {
  /** Results in JSON. */
  readonly results: readonly string[];
  /** Where the next page starts; `undefined` when there is none. */
  readonly next: QueryPosition | undefined;
  /** Length of all results together. */
  readonly size: number;
}

/** Pages hold at most 4 MB. @see https://learn.microsoft.com/azure/cosmos-db/concepts-limits#per-request-limits */
const maxPageSize = 4 * 1024 * 1024;

/** Takes the next results after a position. Queries that order, group or count are evaluated as a whole for every page. */
export function pageOfResults(
  compiled: CompiledQuery,
  scope: QueryScope,
  start: QueryPosition,
  pageSize: number,
): PageOfResults {
  const page = createPage(pageSize);
  const next = compiled.isStreaming ? scan(compiled, scope, start, page) : slice(compiled, scope, start, page);
  return { results: page.results, next, size: page.size() };
}

interface Page {
  readonly results: string[];
  /** Adds a result; `false` when there is no more room. */
  add(value: unknown): boolean;
  size(): number;
}

function createPage(pageSize: number): Page {
  const results: string[] = [];
  let size = 0;
  return {
    results,
    size: () => size,
    add: (value) => {
      if (results.length === pageSize) return false;
      const text = JSON.stringify(value);
      if (results.length > 0 && size + text.length > maxPageSize) return false;
      results.push(text);
      size += text.length;
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
  const results = compiled.run(documentsOf(scope));
  for (let index = start.sentCount; index < results.length; index += 1) {
    if (!page.add(results[index])) return { ...queryStart, sentCount: index };
  }
  return undefined;
}

function* documentsOf({ partitions, includes }: QueryScope): Iterable<unknown> {
  for (const { items } of partitions) {
    for (const item of items.values()) if (includes === undefined || includes(item)) yield item.document;
  }
}

function scan(compiled: CompiledQuery, scope: QueryScope, start: QueryPosition, page: Page): QueryPosition | undefined {
  const found: unknown[] = [];
  const scanItem = compiled.scanInto(found);
  let last = start;
  const { partitions, includes } = scope;
  for (const { minInclusive, items } of partitions) {
    const order = compareEffectivePartitionKeys(minInclusive, start.minInclusive);
    if (order < 0) continue;
    const firstNumber = order === 0 ? start.itemNumber : 0n;
    let isBeforeStart = firstNumber > 0n;
    for (const item of items.values()) {
      if (isBeforeStart && item.number < firstNumber) continue;
      isBeforeStart = false;
      if (includes !== undefined && !includes(item)) continue;
      scanItem(item.document);
      if (found.length === 0) continue;
      const skip = item.number === firstNumber && order === 0 ? start.sentCount : 0;
      for (let index = skip; index < found.length; index += 1) {
        if (!page.add(found[index])) return last;
        last = { minInclusive, itemNumber: item.number, sentCount: index + 1 };
      }
      found.length = 0;
    }
  }
  return undefined;
}
