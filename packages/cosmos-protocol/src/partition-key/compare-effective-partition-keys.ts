/**
 * Orders two effective partition keys, upper-case hex, as the service does: byte by byte, trailing zero bytes insignificant.
 *
 * Containers with hierarchical keys return range boundaries of mixed widths, so `06AB` and `06AB` followed by zeros are one key.
 *
 * @returns Negative, zero or positive, as `Array.prototype.sort` wants it.
 */
export function compareEffectivePartitionKeys(left: string, right: string): number {
  const canonicalLeft = canonicalEffectivePartitionKey(left);
  const canonicalRight = canonicalEffectivePartitionKey(right);
  if (canonicalLeft === canonicalRight) return 0;
  return canonicalLeft < canonicalRight ? -1 : 1;
}

/** The key without trailing zero bytes: the form in which equal keys are equal strings, for the keys of a map. */
export function canonicalEffectivePartitionKey(key: string): string {
  let end = key.length;
  while (end >= 2 && key.charCodeAt(end - 1) === zero && key.charCodeAt(end - 2) === zero) end -= 2;
  return end === key.length ? key : key.slice(0, end);
}

const zero = '0'.charCodeAt(0);
