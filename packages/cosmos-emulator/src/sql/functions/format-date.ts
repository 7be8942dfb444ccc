import { floorDivide, pad, ticksPerMs } from './date-ticks.ts';

/**
 * A date by a format of `y`, `M`, `d`, `H`, `h`, `m`, `s`, `f`, `F` and `t`, as often as wide; `\` makes the next
 * character stand for itself, as does every other one.
 *
 * @see https://learn.microsoft.com/azure/cosmos-db/nosql/query/datetimeformat
 */
export function formatDate(ticks: bigint, format: string): string {
  const ms = floorDivide(ticks, ticksPerMs);
  const date = new Date(Number(ms));
  const fraction = pad(date.getUTCMilliseconds(), 3) + pad(Number(ticks - ms * ticksPerMs), 4);
  return format.replace(/\\([\s\S])|y+|M+|d+|H+|h+|m+|s+|f+|F+|t+/g, (run, escaped: string | undefined) =>
    escaped === undefined ? formatRun(run, date, fraction) : escaped,
  );
}

function formatRun(run: string, date: Date, fraction: string): string {
  const width = run.length;
  const name = (part: 'month' | 'weekday') =>
    date.toLocaleDateString('en-US', { [part]: width === 3 ? 'short' : 'long', timeZone: 'UTC' });
  switch (run.charAt(0)) {
    case 'y':
      return width > 2 ? pad(date.getUTCFullYear(), width) : pad(date.getUTCFullYear() % 100, width);
    case 'M':
      return width > 2 ? name('month') : pad(date.getUTCMonth() + 1, width);
    case 'd':
      return width > 2 ? name('weekday') : pad(date.getUTCDate(), width);
    case 'H':
      return pad(date.getUTCHours(), Math.min(width, 2));
    case 'h':
      return pad(((date.getUTCHours() + 11) % 12) + 1, Math.min(width, 2));
    case 'm':
      return pad(date.getUTCMinutes(), Math.min(width, 2));
    case 's':
      return pad(date.getUTCSeconds(), Math.min(width, 2));
    case 'f':
      return fraction.slice(0, width);
    case 'F':
      return fraction.slice(0, width).replace(/0+$/, '');
    default:
      return (date.getUTCHours() < 12 ? 'AM' : 'PM').slice(0, width);
  }
}
