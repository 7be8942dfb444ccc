import type { Check } from './check.ts';

/** The checks of one act as lines of a table: a mark, what was looked at, what was found. */
export function describeChecks(checks: readonly Check[]): readonly string[] {
  const width = Math.max(...checks.map(({ what }) => what.length));
  return checks.map(({ what, found, expected, isMet }) => {
    const row = `${isMet ? '✓' : '✗'} ${what.padEnd(width)}  ${found}`;
    return isMet ? row : `${row}   but expected ${expected}`;
  });
}
