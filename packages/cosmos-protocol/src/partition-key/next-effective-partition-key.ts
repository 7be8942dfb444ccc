import type { PartitionKeyDefinition } from './partition-key-definition.ts';

/** Bytes of one hashed component in version 2. */
const componentBytes = 16;

/**
 * The first effective partition key after another: the end, exclusive, of the range that holds just this one.
 *
 * Keys of version 2 are first padded with zero bytes to their full width, because `06AB` and `06AB00` are one key.
 *
 * @param key  Upper-case hex.
 * @param definition  The container's definition; it decides the width.
 * @returns Upper-case hex; `FF`, the end of the space, when there is none.
 */
export function nextEffectivePartitionKey(key: string, definition: PartitionKeyDefinition): string {
  const isV1 = definition.kind === 'Hash' && definition.version === 1;
  const padded = isV1 ? key : key.padEnd(componentBytes * 2 * definition.paths.length, '0');
  if (/^F*$/.test(padded)) return 'FF';
  const digits = [...padded];
  let at = digits.length - 1;
  while (digits[at] === 'F') digits[at--] = '0';
  digits[at] = (Number.parseInt(digits[at] ?? '0', 16) + 1).toString(16).toUpperCase();
  return digits.join('');
}
