import { isJsonObject, type JsonObject } from '../requests/json-object.ts';
import { indexPathNames } from './index-path.ts';

/** Properties in an order, as a composite index has them and as a query sorts by them. */
export type CompositeIndex = readonly SortedPath[];

/** One of them. */
interface SortedPath {
  /** Names along the path, slashes between them. */
  readonly path: string;
  readonly isDescending: boolean;
}

/** The composite indexes of an indexing policy. */
export function compositeIndexesOf({ compositeIndexes }: JsonObject): readonly CompositeIndex[] {
  if (!Array.isArray(compositeIndexes)) return [];
  return compositeIndexes.filter(Array.isArray).map((composite: readonly unknown[]) =>
    composite.filter(isJsonObject).map(({ path, order }) => ({
      path: indexPathNames(String(path))
        .filter((each) => each !== '?')
        .join('/'),
      isDescending: String(order).toLowerCase() === 'descending',
    })),
  );
}

/** Whether an index has the same paths in the same directions, or in all the opposite ones. @see https://learn.microsoft.com/azure/cosmos-db/index-policy#order-by-queries-on-multiple-properties */
export function servesOrder(index: CompositeIndex, order: CompositeIndex): boolean {
  if (index.length !== order.length || index.some(({ path }, at) => path !== order[at]?.path)) return false;
  const same = index.filter(({ isDescending }, at) => isDescending === order[at]?.isDescending).length;
  return same === 0 || same === index.length;
}
