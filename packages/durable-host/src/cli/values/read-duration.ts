const unitMs: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/**
 * Reads a duration: a whole number and its unit, `90s`, `30m`, `12h` or `7d`.
 *
 * @returns Milliseconds; `undefined` when there is no text.
 * @throws {TypeError} naming the option when it is something else.
 */
export function readDuration(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const [, count, unit] = /^(\d+)([smhd])$/.exec(text) ?? [];
  const durationMs = Number(count) * (unitMs[unit ?? ''] ?? Number.NaN);
  // A date further back than this is none (ECMA-262, time values).
  if (!(durationMs <= 8.64e15))
    throw new TypeError(`--${option} takes a duration such as 90s, 30m, 12h or 7d, not '${text}'`);
  return durationMs;
}
