import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { scripted } from '../../test/fakes/feed-script.ts';
import { CosmosOperation } from '../operation/cosmos-operation.ts';
import { readPortion } from './read-portion.ts';

const query = CosmosOperation.queryItems(scripted, 'SELECT * FROM c ORDER BY c.total');
const long = 'é'.repeat(20_000);

/** What partitions send, and things inside of it that look the same. */
const row = fc.record({
  _rid: fc.string(),
  orderByItems: fc.constant([{ item: 1 }]),
  payload: fc.oneof(
    fc.record({ long: fc.constant(long), text: fc.string() }),
    fc.record({ long: fc.constant(long), text: fc.constant('},{"_rid":"') }),
    fc.record({ long: fc.constant(long), rows: fc.array(fc.record({ _rid: fc.string(), long: fc.constant(long) })) }),
    fc.jsonValue(),
  ),
});

function portionsOf(text: string): readonly (readonly unknown[])[] {
  const bytes = new TextEncoder().encode(text);
  const portions: (readonly unknown[])[] = [];
  for (let from: number | undefined, isDone = false; !isDone; ) {
    const { rows, next } = readPortion(query, bytes, from);
    portions.push(rows);
    from = next;
    isDone = next === undefined;
  }
  return portions;
}

const rowOf = (id: number, more: object = {}) => ({
  _rid: String(id),
  orderByItems: [{ item: id }],
  payload: { long, ...more },
});

describe('portions of an ordered page', () => {
  it('are its rows together', () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 12 }), fc.boolean(), (Documents, isBare) => {
        const page = isBare ? { Documents, _count: Documents.length } : { _rid: 'kX0=', Documents, _count: 1 };
        expect(portionsOf(JSON.stringify(page)).flat()).toEqual(JSON.parse(JSON.stringify(Documents)));
      }),
      { numRuns: 50 },
    );
  });

  it('are several when it is long', () => {
    const Documents = [0, 1, 2, 3, 4, 5].map((id) => rowOf(id));
    expect(portionsOf(JSON.stringify({ _rid: 'kX0=', Documents, _count: 6 })).map(({ length }) => length)).toEqual([
      2, 2, 2,
    ]);
  });

  it('end with a rest when something inside of a row looks like one', () => {
    const inside = [0, 1, 2].map((id) => rowOf(id));
    const Documents = [rowOf(0), rowOf(1), rowOf(2, { inside }), rowOf(3), rowOf(4)];
    const portions = portionsOf(JSON.stringify({ _rid: 'kX0=', Documents, _count: 5 }));
    expect(portions.map(({ length }) => length)).toEqual([2, 3]);
    expect(portions.flat()).toEqual(Documents);
  });

  it('are one when the page is not written as the service does', () => {
    const Documents = [0, 1, 2, 3].map((id) => rowOf(id));
    for (const text of [
      JSON.stringify({ _count: 4, Documents }),
      JSON.stringify({ Documents, _count: 4 }, undefined, 1),
      JSON.stringify({ Documents: Documents.map(({ _rid, ...others }) => ({ ...others, _rid })) }),
    ]) {
      expect(portionsOf(text)).toEqual([Documents]);
    }
  });

  it.each([
    ['no rows', '{"_rid":"kX0=","Conflicts":[]}'],
    ['half a page', JSON.stringify({ Documents: [0, 1, 2, 3].map((id) => rowOf(id)) }).slice(0, -10)],
    [
      'rows of another list',
      `{"Documents":[${JSON.stringify(rowOf(0))}],"Others":[1,${JSON.stringify(rowOf(1))},{"_rid":"x"}`,
    ],
  ])('are refused: %s', (_, text) => {
    expect(() => portionsOf(text)).toThrow(SyntaxError);
  });

  it('do not take another list for rows', () => {
    const long = [0, 1, 2, 3].map((id) => rowOf(id));
    const text = JSON.stringify({ Documents: [rowOf(9), rowOf(8)], Others: long });
    expect(portionsOf(text).flat()).toEqual([rowOf(9), rowOf(8)]);
  });
});
