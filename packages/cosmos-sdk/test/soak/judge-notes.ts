import type { NotedPage } from './instance-orders.ts';

/** What the notes of all instances say. */
export interface Verdict {
  /** Changes that were handled, each counted once. */
  readonly handled: number;
  /** Changes that nobody handled. */
  readonly lost: number;
  /** How often a change was handled once more. */
  readonly repeated: number;
  /** How often a change was handled before the one of its customer that comes before it. */
  readonly outOfOrder: number;
}

/** @param expected  How many changes each customer has, numbered from 0. */
export function judgeNotes(pages: readonly NotedPage[], expected: ReadonlyMap<string, number>): Verdict {
  const inTime = pages.toSorted((left, right) => (BigInt(left.atNs) < BigInt(right.atNs) ? -1 : 1));
  const next = new Map<string, number>();
  let handled = 0;
  let repeated = 0;
  let outOfOrder = 0;
  const seen = new Set<string>();
  for (const [customer, sequence] of inTime.flatMap(({ changes }) => changes)) {
    const name = `${customer}/${sequence}`;
    const isNew = !seen.has(name);
    seen.add(name);
    if (isNew) handled++;
    else repeated++;
    if (isNew && sequence !== (next.get(customer) ?? 0)) outOfOrder++;
    if (isNew) next.set(customer, sequence + 1);
  }
  let lost = 0;
  for (const [customer, count] of expected) {
    for (let sequence = 0; sequence < count; sequence++) if (!seen.has(`${customer}/${sequence}`)) lost++;
  }
  return { handled, lost, repeated, outOfOrder };
}

/** Reads the notes of an instance. A killed process may have left the last line half: that page was not handled. */
export function readNotes(text: string): readonly NotedPage[] {
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line));
}
