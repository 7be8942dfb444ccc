const digits: readonly string[] = Array.from({ length: 256 }, (_, byte) =>
  byte.toString(16).toUpperCase().padStart(2, '0'),
);

/** Two digits of upper-case hex for the lowest eight bits. */
export function hexOfByte(value: number): string {
  return digits[value & 0xff] ?? '';
}
