/**
 * A copy of options that nobody can change: objects, arrays and bytes in them are copied, and the first two frozen, as deep as they go.
 * What is made by a class, and what is a function, is the caller's own and stays the same.
 */
export function copyOptions<T>(options: T): T {
  return copy(options) as T;
}

function copy(value: unknown): unknown {
  if (Array.isArray(value)) return Object.freeze(value.map(copy));
  // Bytes cannot be frozen.
  if (value instanceof Uint8Array) return value.slice();
  if (!isRecord(value)) return value;
  return Object.freeze(Object.fromEntries(Object.entries(value).map(([name, each]) => [name, copy(each)])));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
