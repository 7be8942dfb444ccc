/**
 * What the fixed server answers to a query, made before anybody asks: the same bytes for every client, whatever it prefers.
 * Ten partitions, a thousand rows on a page.
 */
import { itemDocument } from '@perdura/bench';

/** The measured queries. */
export type QueryShape = 'order-by' | 'scan' | 'distinct' | 'group-by';

/** What is measured: a query, with the size of its items. */
export interface QueryScene {
  readonly shape: QueryShape;
  readonly rowCount: number;
  /** Items of 1 KB, as in the bench of point reads, or of 380 bytes. */
  readonly itemSize: 'long' | 'short';
}

/** Reads a scene from the parameters of a process. */
export function readScene([shape, rowCount, itemSize]: readonly string[]): QueryScene {
  return { shape: shape as QueryShape, rowCount: Number(rowCount), itemSize: itemSize as QueryScene['itemSize'] };
}

/** How many partitions there are, and how many rows a full page has. */
export const layout = { partitionCount: 10, rowsPerPage: 1000 };

const placeholder = '{documentdb-formattableorderbyquery-filter}';

/** The text of each query, and what its plan says besides the partitions. */
export const shapes: Readonly<Record<QueryShape, { readonly text: string; readonly queryInfo: object }>> = {
  'order-by': {
    text: 'SELECT * FROM c ORDER BY c.placedAt',
    queryInfo: {
      orderBy: ['Ascending'],
      orderByExpressions: ['c.placedAt'],
      rewrittenQuery: `SELECT c._rid, [{"item": c.placedAt}] AS orderByItems, c AS payload FROM c WHERE (${placeholder}) ORDER BY c.placedAt`,
    },
  },
  scan: { text: 'SELECT * FROM c', queryInfo: {} },
  distinct: {
    text: 'SELECT DISTINCT VALUE c.customerId FROM c',
    queryInfo: { distinctType: 'Unordered', hasSelectValue: true },
  },
  'group-by': {
    text: 'SELECT c.customerId, COUNT(1) AS orders FROM c GROUP BY c.customerId',
    queryInfo: {
      groupByExpressions: ['c.customerId'],
      groupByAliases: ['customerId', 'orders'],
      groupByAliasToAggregateType: { customerId: null, orders: 'Count' },
      rewrittenQuery:
        'SELECT [{"item": c.customerId}] AS groupByItems, {"customerId": c.customerId, "orders": {"item": COUNT(1)}} AS payload FROM c GROUP BY c.customerId',
    },
  },
};

/** The pages of each partition, as the bodies of answers. */
export function makePages({ shape, rowCount, itemSize }: QueryScene): readonly (readonly Buffer[])[] {
  const item = itemSize === 'long' ? itemDocument : shortItem;
  const { partitionCount, rowsPerPage } = layout;
  const pagesPerPartition = Math.ceil(rowCount / partitionCount / rowsPerPage);
  return Array.from({ length: partitionCount }, (_, partition) => {
    const rowsOfPartition = Math.floor((rowCount + partitionCount - 1 - partition) / partitionCount);
    return Array.from({ length: pagesPerPartition }, (_each, page) => {
      const first = page * rowsPerPage;
      const length = Math.max(0, Math.min(rowsPerPage, rowsOfPartition - first));
      const Documents = Array.from({ length }, (_row, at) => rowOf(shape, item, partition, first + at));
      return Buffer.from(JSON.stringify({ _rid: 'kX0wAJ8vXx0=', Documents, _count: length }));
    });
  });
}

function rowOf(shape: QueryShape, item: object, partition: number, row: number): unknown {
  const customerId = `customer-${String((row * 7919 + partition) % 5000).padStart(6, '0')}`;
  if (shape === 'distinct') return customerId;
  if (shape === 'group-by')
    return { groupByItems: [{ item: customerId }], payload: { customerId, orders: { item: 1 } } };
  const payload = orderOf(item, partition, row, customerId);
  return shape === 'scan' ? payload : { _rid: payload._rid, orderByItems: [{ item: payload.placedAt }], payload };
}

const { lines: _lines, address: _address, note: _note, ...others } = itemDocument;
const shortItem = { ...others, note: 'x'.repeat(52) };

function orderOf(item: object, partition: number, row: number, customerId: string) {
  // Every partition is in order; together they are shuffled in steps that differ from one another.
  const placedAt = 1_700_000_000_000 + row * 997 + ((row * 31 + partition * 7) % 991);
  return { ...item, id: `order-${partition}-${row}`, customerId, placedAt, _rid: ridOf(partition, row) };
}

/** Resource id of an item, as the service writes them. */
function ridOf(partition: number, row: number): string {
  const bytes = Buffer.from('kX0wAJ8vXx0AAAAAAAAAAA==', 'base64');
  bytes.writeUInt32LE(row + 1, 8);
  bytes.writeUInt8(partition, 15);
  return bytes.toString('base64').replaceAll('/', '-');
}
