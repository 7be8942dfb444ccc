import { isDeepStrictEqual } from 'node:util';

const systemNames = ['_rid', '_self', '_etag', '_ts', '_attachments', '_lsn'];

/** An item without what the service adds. */
export function withoutSystemProperties(item: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(item).filter(([name]) => !systemNames.includes(name)));
}

/** Fails when model and emulator differ; says in what. */
export function expectSame(what: string, actual: unknown, expected: unknown): void {
  // Through JSON, which leaves out what is undefined.
  const [left, right] = [actual, expected].map((value) => JSON.parse(JSON.stringify(value ?? null)));
  if (isDeepStrictEqual(left, right)) return;
  throw new Error(`${what}: the emulator says ${JSON.stringify(left)}, the model ${JSON.stringify(right)}`);
}

/** Items in an order of their own, for where the service promises none. */
export function sorted(items: readonly Readonly<Record<string, unknown>>[]): readonly string[] {
  return items.map((item) => JSON.stringify(Object.entries(withoutSystemProperties(item)).sort())).sort();
}
