import { inspect, isDeepStrictEqual } from 'node:util';

/** One thing an act of the demo made sure of. */
export interface Check {
  /** What was looked at, in a few words. */
  readonly what: string;
  /** What the act found there, for a person to read. */
  readonly found: string;
  /** What it wanted to find. */
  readonly expected: string;
  /** Whether the two are the same. */
  readonly isMet: boolean;
}

/** Holds what was found against what was expected; strings are shown as they are, other values as JavaScript writes them. */
export function check(what: string, found: unknown, expected: unknown): Check {
  return { what, found: show(found), expected: show(expected), isMet: isDeepStrictEqual(found, expected) };
}

function show(value: unknown): string {
  return typeof value === 'string' ? value : inspect(value, { breakLength: Number.POSITIVE_INFINITY, depth: 5 });
}
