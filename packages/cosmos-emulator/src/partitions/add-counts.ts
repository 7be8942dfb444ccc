/** The sum of two tables of counts, key by key. */
export function addCounts<Key>(left: ReadonlyMap<Key, bigint>, right: ReadonlyMap<Key, bigint>): Map<Key, bigint> {
  const sum = new Map(left);
  for (const [key, count] of right) sum.set(key, (sum.get(key) ?? 0n) + count);
  return sum;
}
