import { decimal, type KeyFormat, padded, prefixed } from '../keys/key-format.ts';

/** The key format that has this name; `undefined` when none of this package's has it. */
export function keyFormatOfName(name: string): KeyFormat | undefined {
  if (name === 'decimal') return decimal();
  if (name === 'padded') return padded();
  const width = /^padded\((\d{1,2})\)$/.exec(name)?.[1];
  if (width !== undefined) return padded(Number(width));
  const [, prefix, innerName] = /^prefixed\(("(?:[^"\\]|\\.)*"), (.+)\)$/.exec(name) ?? [];
  if (prefix === undefined || innerName === undefined) return undefined;
  const inner = keyFormatOfName(innerName);
  return inner === undefined ? undefined : prefixed(JSON.parse(prefix) as string, inner);
}
