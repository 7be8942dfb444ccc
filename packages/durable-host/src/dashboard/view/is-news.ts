import type { PageState } from './page-state.ts';

/** Tells whether the host has told something new: the time alone is none. */
export function isNews(before: PageState, change: Partial<PageState>): boolean {
  if (change.history !== undefined && change.history.mark !== before.history.mark) return true;
  return (['list', 'instance', 'entities', 'entity'] as const).some(
    (part) => part in change && textOf(change[part]) !== textOf(before[part]),
  );
}

function textOf(value: unknown): string | undefined {
  return JSON.stringify(value, (name, part: unknown) => (name === 'nowMs' ? undefined : part));
}
