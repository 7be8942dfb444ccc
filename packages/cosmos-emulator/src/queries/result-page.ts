import { maxPageBytes } from '../items/page-of-items.ts';
import type { StoredItem } from '../items/stored-item.ts';
import type { QueryScope } from './query-scope.ts';

/** A run of a partition's items. */
export interface ExaminedItems extends Pick<QueryScope, 'includes'> {
  readonly items: readonly StoredItem[];
  readonly from: number;
  /** The one after the last. */
  readonly to: number;
}

/** Results of a page, up to its size. */
export interface ResultPage {
  readonly results: string[];
  /** Adds a result; `false` when there is no more room. */
  add(json: string): boolean;
  /** Length of all results together. */
  size(): number;
  /** What was looked at for them. */
  readonly examined: ExaminedItems[];
}

/** Starts a page of up to so many results and {@link maxPageBytes}; the first one always has room. */
export function startPage(pageSize: number): ResultPage {
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
