/** A mark on the time axis. */
export interface Tick {
  readonly timeMs: number;
  /** Where it stands, from 0 to 1. */
  readonly place: number;
}

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** Distances between marks that people can count in, in milliseconds. */
const steps: readonly number[] = [
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500],
  ...[1, 2, 5, 10, 15, 30].map((n) => n * second),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * minute),
  ...[1, 2, 3, 6, 12].map((n) => n * hour),
  ...[1, 2, 7, 14, 30, 90, 365, 3_650].map((n) => n * day),
];

/** Marks from the start on, at even distances, and at most so many. */
export function timeTicks(startMs: number, endMs: number, mostTicks: number): readonly Tick[] {
  const lengthMs = endMs - startMs;
  if (lengthMs <= 0) return [{ timeMs: startMs, place: 0 }];
  const stepMs = steps.find((step) => lengthMs / step < mostTicks) ?? Math.ceil(lengthMs / (mostTicks - 1));
  const count = Math.floor(lengthMs / stepMs) + 1;
  return Array.from({ length: count }, (_, i) => ({ timeMs: startMs + i * stepMs, place: (i * stepMs) / lengthMs }));
}
