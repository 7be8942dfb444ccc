/** Ticks are 100 nanoseconds, counted from the Unix epoch. */
export const ticksPerMs = 10_000n;

const partNames: ReadonlyMap<string, string> = new Map(
  (
    [
      ['year', 'year yyyy yy y'],
      ['month', 'month mm m'],
      ['day', 'day dd d'],
      ['weekday', 'weekday dw w'],
      ['hour', 'hour hh'],
      ['minute', 'minute mi n'],
      ['second', 'second ss s'],
      ['millisecond', 'millisecond ms'],
      ['microsecond', 'microsecond mcs'],
      ['nanosecond', 'nanosecond ns'],
    ] as const
  ).flatMap(([part, names]) => names.split(' ').map((name) => [name, part] as const)),
);

/** Ticks of the parts that are always as long. */
export const ticksPerPart: Readonly<Record<string, bigint>> = {
  day: 864_000_000_000n,
  hour: 36_000_000_000n,
  minute: 600_000_000n,
  second: 10_000_000n,
  millisecond: ticksPerMs,
  microsecond: 10n,
};

/** Which part of a date a name means, whatever its case; `undefined` for none. */
export function partOf(name: unknown): string | undefined {
  return typeof name === 'string' ? partNames.get(name.toLowerCase()) : undefined;
}

/** The ticks of a text `YYYY-MM-DDThh:mm:ss.fffffffZ`, whose time may be missing; `undefined` for any other value. */
export function parseDate(text: unknown): bigint | undefined {
  if (typeof text !== 'string') return undefined;
  const found = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d:\d\d)(?:\.(\d{1,7}))?Z?)?$/.exec(text);
  if (found === null) return undefined;
  const [, day = '', time = '00:00:00', fraction = ''] = found;
  const ms = Date.parse(`${day}T${time}Z`);
  const isReal = Number.isFinite(ms) && new Date(ms).toISOString().startsWith(`${day}T${time}`);
  return isReal ? BigInt(ms) * ticksPerMs + BigInt(fraction.padEnd(7, '0')) : undefined;
}

/** Ticks as a text `YYYY-MM-DDThh:mm:ss.fffffffZ`; `undefined` outside the years 1 to 9999. */
export function formatTicks(ticks: bigint): string | undefined {
  const seconds = floorDivide(ticks, ticksPerPart.second ?? 1n);
  const date = new Date(Number(seconds) * 1000);
  const year = date.getUTCFullYear();
  if (!(year >= 1 && year <= 9999)) return undefined;
  return `${date.toISOString().slice(0, 19)}.${pad(Number(ticks - seconds * 10_000_000n), 7)}Z`;
}

/** Adds some years, months, days and so on to a date. */
export function addParts(ticks: bigint, part: string | undefined, count: bigint): string | undefined {
  if (part === 'nanosecond') return formatTicks(ticks + count / 100n);
  const unit = part === undefined ? undefined : ticksPerPart[part];
  if (unit !== undefined) return formatTicks(ticks + unit * count);
  if (part !== 'year' && part !== 'month') return undefined;
  const ms = floorDivide(ticks, ticksPerMs);
  const date = new Date(Number(ms));
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + Number(count) * (part === 'year' ? 12 : 1));
  const lastDay = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  date.setUTCDate(Math.min(day, lastDay));
  if (Number.isNaN(date.getTime())) return undefined;
  return formatTicks(BigInt(date.getTime()) * ticksPerMs + (ticks - ms * ticksPerMs));
}

/** How many boundaries of the part lie between two dates. */
export function differenceIn(part: string | undefined, from: bigint, to: bigint): number | undefined {
  if (part === 'nanosecond') return Number((to - from) * 100n);
  const unit = part === undefined ? undefined : ticksPerPart[part];
  if (unit !== undefined) return Number(floorDivide(to, unit) - floorDivide(from, unit));
  const months = (ticks: bigint) => (readPart('year', ticks) ?? 0) * 12 + (readPart('month', ticks) ?? 0);
  if (part === 'month') return months(to) - months(from);
  return part === 'year' ? (readPart('year', to) ?? 0) - (readPart('year', from) ?? 0) : undefined;
}

/** One part of a date as a number; weeks start on Sunday, with 1. */
export function readPart(part: string | undefined, ticks: bigint): number | undefined {
  const date = new Date(Number(floorDivide(ticks, ticksPerMs)));
  const fraction = Number(((ticks % 10_000_000n) + 10_000_000n) % 10_000_000n);
  switch (part) {
    case 'year':
      return date.getUTCFullYear();
    case 'month':
      return date.getUTCMonth() + 1;
    case 'day':
      return date.getUTCDate();
    case 'weekday':
      return date.getUTCDay() + 1;
    case 'hour':
      return date.getUTCHours();
    case 'minute':
      return date.getUTCMinutes();
    case 'second':
      return date.getUTCSeconds();
    case 'millisecond':
      return Math.floor(fraction / 10_000);
    case 'microsecond':
      return Math.floor(fraction / 10);
    case 'nanosecond':
      return fraction * 100;
    default:
      return undefined;
  }
}

/** Divides towards minus infinity. */
export function floorDivide(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a % b < 0n ? quotient - 1n : quotient;
}

/** A number with leading zeros. */
export function pad(value: number, width: number): string {
  return String(value).padStart(width, '0');
}
