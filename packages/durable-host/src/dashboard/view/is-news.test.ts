import { describe, expect, it } from '@jest/globals';
import { isNews } from './is-news.ts';
import { firstState, type PageState } from './page-state.ts';

const page = (nowMs: number, total = 1) => ({
  nowMs,
  rows: [],
  counts: { byStatus: { Running: total }, isPartial: false },
});
const before: PageState = { ...firstState, list: page(1) };

describe('isNews', () => {
  it('does not take the time for news', () => {
    expect(isNews(before, { list: page(2), nowMs: 2 })).toBe(false);
  });

  it('hears of other rows, counts and states, and of new events', () => {
    expect(isNews(before, { list: page(2, 3) })).toBe(true);
    expect(isNews(before, { entity: { state: '1' } })).toBe(true);
    expect(isNews(before, { history: { ...firstState.history, mark: '3' } })).toBe(true);
  });
});
