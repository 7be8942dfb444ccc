import { formatDuration } from './format-duration.ts';

const two = (number: number) => String(number).padStart(2, '0');

/** A day in the time zone of whoever looks: `2026-11-21`. */
function formatDay(time: Date): string {
  return `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
}

/** A time of day in the time zone of whoever looks: `14:05:09`, and `14:05:09.120` with milliseconds. */
export function formatClock(timeMs: number, withMs = false): string {
  const time = new Date(timeMs);
  const seconds = `${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}`;
  return withMs ? `${seconds}.${String(time.getMilliseconds()).padStart(3, '0')}` : seconds;
}

/** A time in the time zone of whoever looks: `2026-11-21 14:05:09`. */
export function formatTime(timeMs: number, withMs = false): string {
  return `${formatDay(new Date(timeMs))} ${formatClock(timeMs, withMs)}`;
}

/** How long ago, or how far ahead: `just now`, `3 min ago`, `in 2 h`. */
export function formatAge(timeMs: number, nowMs: number): string {
  const ageMs = nowMs - timeMs;
  if (Math.abs(ageMs) < 1_000) return 'just now';
  const [largest = ''] = formatDuration(Math.round(Math.abs(ageMs) / 1_000) * 1_000).match(/^\S+ \S+/) ?? [];
  return ageMs > 0 ? `${largest} ago` : `in ${largest}`;
}

/** A time as fields of kind `datetime-local` have it: `2026-11-21T14:05`. */
export function toLocalField(timeMs: number): string {
  const time = new Date(timeMs);
  return `${formatDay(time)}T${two(time.getHours())}:${two(time.getMinutes())}`;
}
