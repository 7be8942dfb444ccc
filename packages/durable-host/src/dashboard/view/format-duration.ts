/** Larger units, each with the one below it. */
const units: readonly (readonly [unitMs: number, unit: string, smallerMs: number, smaller: string])[] = [
  [86_400_000, 'd', 3_600_000, 'h'],
  [3_600_000, 'h', 60_000, 'min'],
  [60_000, 'min', 1_000, 's'],
];

/** Writes a duration as people say it, in at most two units: `840 ms`, `3.2 s`, `2 min 5 s`, `4 d 2 h`. */
export function formatDuration(durationMs: number): string {
  if (durationMs < 0) return `-${formatDuration(-durationMs)}`;
  if (Math.round(durationMs) < 1_000) return `${Math.round(durationMs)} ms`;
  if (durationMs < 59_950) return `${Number((durationMs / 1_000).toFixed(1))} s`;
  for (const [unitMs, unit, smallerMs, smaller] of units) {
    // Rounded before it is divided, so that nothing becomes 60 minutes.
    const rounded = Math.round(durationMs / smallerMs) * smallerMs;
    if (rounded < unitMs) continue;
    const rest = (rounded % unitMs) / smallerMs;
    return `${Math.floor(rounded / unitMs)} ${unit}${rest === 0 ? '' : ` ${rest} ${smaller}`}`;
  }
  return '1 min';
}
