import { describe, expect, it } from '@jest/globals';
import { scripted } from '../../test/fakes/feed-script.ts';
import { noDiagnostics } from '../diagnostics/cosmos-diagnostics.ts';
import { CosmosOperation } from '../operation/cosmos-operation.ts';
import type { CosmosResponse } from '../response/cosmos-response.ts';
import { cosmosStatus } from '../response/cosmos-status.ts';
import { readResponseHeaders } from '../response/response-headers.ts';
import { absorbRows, type PagePlace } from './absorb-rows.ts';
import { cursorWithin } from './cursor-within.ts';
import type { FeedSource } from './feed-source.ts';
import { type OrderedRow, rowOrder } from './ordered-row.ts';
import type { RangeCursor } from './range-cursor.ts';

const compare = rowOrder(['Ascending']);
const source = {
  kind: 'merge',
  operation: CosmosOperation.queryItems(scripted, 'SELECT * FROM c ORDER BY c.total'),
  container: scripted,
  scope: { min: '', max: 'FF' },
  plan: { orderBy: ['Ascending'] },
} as unknown as FeedSource;

/** Rows of which two make a portion; of item 2 there are three, as of a join. */
const items = [1, 2, 2, 2, 3, 4, 5, 6];
const rows = items.map((item, at) => ({
  _rid: String(item),
  orderByItems: [{ item: item < 5 ? 0 : 1 }],
  payload: `${at} ${'x'.repeat(40_000)}`,
}));
const page: CosmosResponse = {
  body: { kind: 'bytes', bytes: new TextEncoder().encode(JSON.stringify({ Documents: rows, _count: rows.length })) },
  headers: { ...readResponseHeaders({}), continuation: 'second page' },
  rawHeaders: {},
  status: cosmosStatus(200, 0),
  diagnostics: noDiagnostics,
  servingRegion: undefined,
};

/** Takes the page portion by portion. */
function takePage(start: RangeCursor) {
  const portions: { readonly from: RangeCursor; readonly rows: readonly OrderedRow[] }[] = [];
  let place: PagePlace | undefined = { from: start, toPass: start.toPass };
  let next: RangeCursor | undefined;
  while (place !== undefined) {
    const taken = absorbRows(source, place, page, compare);
    portions.push({ from: taken.from, rows: taken.rows as readonly OrderedRow[] });
    place = taken.rest;
    next = taken.next;
  }
  return { portions, next };
}

describe('the rows of an ordered page', () => {
  const start: RangeCursor = { min: '', max: 'FF', partitionId: '0', continuation: 'page' };

  it('come by portions, and the stretch goes on behind the last one', () => {
    const { portions, next } = takePage(start);
    expect(portions.map((portion) => portion.rows.length)).toEqual([2, 2, 2, 2]);
    expect(next).toEqual({
      ...start,
      continuation: 'second page',
      boundary: { orderByItems: [{ item: 1 }], rid: '6', firstRid: '5', count: 1 },
    });
  });

  it('go on behind any of them, in whichever portion it is', () => {
    const { portions } = takePage(start);
    let taken = 0;
    for (const portion of portions) {
      for (let index = 0; index <= portion.rows.length; index++) {
        const again = takePage(cursorWithin(portion.from, portion.rows, index, compare));
        expect(again.portions.flatMap((each) => each.rows)).toEqual(rows.slice(taken + index));
      }
      taken += portion.rows.length;
    }
  });
});
