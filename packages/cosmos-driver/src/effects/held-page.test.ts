import { describe, expect, it } from '@jest/globals';
import { noDiagnostics } from '../diagnostics/cosmos-diagnostics.ts';
import type { AbsorbedRows, PagePlace } from '../feeds/absorb-rows.ts';
import type { RangeCursor } from '../feeds/range-cursor.ts';
import { cosmosStatus } from '../response/cosmos-status.ts';
import { readResponseHeaders } from '../response/response-headers.ts';
import { type HeldPage, holdPage } from './held-page.ts';

const start: RangeCursor = { min: '', max: 'FF', toPass: 5 };
const behind: RangeCursor = { min: '', max: 'FF', continuation: 'more' };
const cursorAt = (at: number): RangeCursor => ({ min: '', max: 'FF', continuation: String(at) });

/** A page of so many portions, each a row with its number. */
function hold(portionCount: number) {
  const places: PagePlace[] = [];
  const ends: (RangeCursor | undefined)[] = [];
  const absorb = (place: PagePlace): AbsorbedRows => {
    places.push(place);
    const { at = 0, from } = place;
    const isLast = at + 1 === portionCount;
    const rest = isLast ? undefined : { from: cursorAt(at + 1), at: at + 1, toPass: undefined };
    return { rows: [at], from, rest, next: isLast ? behind : undefined };
  };
  const response = {
    body: { kind: 'bytes' as const, bytes: new Uint8Array() },
    headers: readResponseHeaders({}),
    rawHeaders: {},
    status: cosmosStatus(200, 0),
    diagnostics: noDiagnostics,
    servingRegion: undefined,
  };
  const page = holdPage(
    response,
    [],
    () => start,
    absorb,
    (next) => void ends.push(next),
  );
  return { page, places, ends };
}

function takeAll(page: HeldPage): readonly unknown[] {
  const taken: unknown[] = [];
  while (!page.isUsedUp()) {
    taken.push(...page.first().rows);
    page.shift();
  }
  return taken;
}

describe('a page that is held', () => {
  it('is not parsed before its rows are used', () => {
    const { page, places } = hold(2);
    expect([page.from(), page.hasMore(), page.isUsedUp(), places]).toEqual([start, true, false, []]);
  });

  it('is parsed portion by portion, each once', () => {
    const { page, places } = hold(3);
    page.first();
    page.first();
    expect(places).toEqual([{ from: start, toPass: 5 }]);
    page.shift();
    expect([page.from(), page.hasMore(), places.length]).toEqual([cursorAt(1), true, 1]);
    expect(takeAll(page)).toEqual([1, 2]);
    expect(places.map(({ at }) => at)).toEqual([undefined, 1, 2]);
  });

  it('gives all of its rows when it was parsed at once', () => {
    const { page, places } = hold(3);
    page.parseAll();
    expect([places.length, page.hasMore(), page.from()]).toEqual([3, true, start]);
    expect(takeAll(page)).toEqual([0, 1, 2]);
    expect(page.hasMore()).toBe(false);
  });

  it('tells at its end where the stretch goes on', () => {
    const { page, ends } = hold(2);
    page.first();
    page.shift();
    expect(ends).toEqual([]);
    page.first();
    expect(ends).toEqual([behind]);
  });

  it('answers one response without a body for all of its rows', () => {
    const { page } = hold(2);
    const { response } = page.first();
    page.shift();
    expect(page.first().response).toBe(response);
    expect(response.body).toEqual({ kind: 'none' });
  });
});
