import { define, type FunctionFamily, type SqlFunction } from './sql-function.ts';

const ticksPerMs = 10_000n;
/** Ticks from the year 1 to the Unix epoch are left out: the service counts from 1970. */
const partNames: ReadonlyMap<string, string> = new Map(
  (
    [
      ['year', 'year yyyy yy'],
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
const ticksPerPart: Readonly<Record<string, bigint>> = {
  day: 864_000_000_000n,
  hour: 36_000_000_000n,
  minute: 600_000_000n,
  second: 10_000_000n,
  millisecond: ticksPerMs,
  microsecond: 10n,
};

/**
 * Dates are texts `YYYY-MM-DDThh:mm:ss.fffffffZ`; ticks are 100 nanoseconds since the Unix epoch.
 *
 * @param nowMs  The time of the query, in milliseconds since the Unix epoch.
 * @see https://learn.microsoft.com/azure/cosmos-db/nosql/query/system-functions#date-and-time-functions
 */
export function createDateFunctions(nowMs: number): FunctionFamily {
  const now = BigInt(nowMs) * ticksPerMs;
  const current: FunctionFamily = {
    GETCURRENTDATETIME: define(0, 0, () => formatTicks(now)),
    GETCURRENTTICKS: define(0, 0, () => Number(now)),
    GETCURRENTTIMESTAMP: define(0, 0, () => nowMs),
  };
  const fixed = Object.entries(current).map(([name, each]) => [`${name}STATIC`, each] as const);
  return { ...current, ...Object.fromEntries(fixed), ...dateFunctions };
}

const dateFunctions: FunctionFamily = {
  DATETIMEADD: define(3, 3, (part, count, date) => {
    const ticks = parseDate(date);
    if (ticks === undefined || !Number.isInteger(count)) return undefined;
    return addParts(ticks, partOf(part), BigInt(Number(count)));
  }),
  DATETIMEDIFF: define(3, 3, (part, start, end) => {
    const [from, to] = [parseDate(start), parseDate(end)];
    if (from === undefined || to === undefined) return undefined;
    return differenceIn(partOf(part), from, to);
  }),
  DATETIMEPART: define(2, 2, (part, date) => {
    const ticks = parseDate(date);
    return ticks === undefined ? undefined : readPart(partOf(part), ticks);
  }),
  DATETIMEBIN: define(2, 4, (date, part, size = 1, origin = '1970-01-01T00:00:00.0000000Z') => {
    const [ticks, start] = [parseDate(date), parseDate(origin)];
    const unit = ticksPerPart[partOf(part) ?? ''];
    if (ticks === undefined || start === undefined || unit === undefined) return undefined;
    if (!Number.isInteger(size) || Number(size) < 1) return undefined;
    const width = unit * BigInt(Number(size));
    return formatTicks(start + floorDivide(ticks - start, width) * width);
  }),
  DATETIMEFROMPARTS: define(3, 7, (...parts) => {
    if (!parts.every(Number.isInteger)) return undefined;
    const [year = 1970, month = 1, day = 1, hour = 0, minute = 0, second = 0, ticks = 0] = parts as number[];
    const texts = [pad(year, 4), pad(month, 2), pad(day, 2), pad(hour, 2), pad(minute, 2), pad(second, 2)];
    const date = `${texts.slice(0, 3).join('-')}T${texts.slice(3).join(':')}.${pad(ticks, 7)}Z`;
    return parseDate(date) === undefined ? undefined : date;
  }),
  DATETIMETOTICKS: onDate((ticks) => Number(ticks)),
  DATETIMETOTIMESTAMP: onDate((ticks) => Number(floorDivide(ticks, ticksPerMs))),
  TICKSTODATETIME: define(1, 1, (ticks) => (Number.isInteger(ticks) ? formatTicks(BigInt(Number(ticks))) : undefined)),
  TIMESTAMPTODATETIME: define(1, 1, (timestampMs) =>
    Number.isInteger(timestampMs) ? formatTicks(BigInt(Number(timestampMs)) * ticksPerMs) : undefined,
  ),
};

function onDate(apply: (ticks: bigint) => unknown): SqlFunction {
  return define(1, 1, (date) => {
    const ticks = parseDate(date);
    return ticks === undefined ? undefined : apply(ticks);
  });
}

function partOf(name: unknown): string | undefined {
  return typeof name === 'string' ? partNames.get(name.toLowerCase()) : undefined;
}

function parseDate(text: unknown): bigint | undefined {
  if (typeof text !== 'string') return undefined;
  const found = /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d:\d\d)(?:\.(\d{1,7}))?Z?)?$/.exec(text);
  if (found === null) return undefined;
  const [, day = '', time = '00:00:00', fraction = ''] = found;
  const ms = Date.parse(`${day}T${time}Z`);
  const isReal = Number.isFinite(ms) && new Date(ms).toISOString().startsWith(`${day}T${time}`);
  return isReal ? BigInt(ms) * ticksPerMs + BigInt(fraction.padEnd(7, '0')) : undefined;
}

function formatTicks(ticks: bigint): string | undefined {
  const seconds = floorDivide(ticks, ticksPerPart.second ?? 1n);
  const date = new Date(Number(seconds) * 1000);
  const year = date.getUTCFullYear();
  if (!(year >= 1 && year <= 9999)) return undefined;
  return `${date.toISOString().slice(0, 19)}.${pad(Number(ticks - seconds * 10_000_000n), 7)}Z`;
}

function addParts(ticks: bigint, part: string | undefined, count: bigint): string | undefined {
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
function differenceIn(part: string | undefined, from: bigint, to: bigint): number | undefined {
  if (part === 'nanosecond') return Number((to - from) * 100n);
  const unit = part === undefined ? undefined : ticksPerPart[part];
  if (unit !== undefined) return Number(floorDivide(to, unit) - floorDivide(from, unit));
  const months = (ticks: bigint) => (readPart('year', ticks) ?? 0) * 12 + (readPart('month', ticks) ?? 0);
  if (part === 'month') return months(to) - months(from);
  return part === 'year' ? (readPart('year', to) ?? 0) - (readPart('year', from) ?? 0) : undefined;
}

function readPart(part: string | undefined, ticks: bigint): number | undefined {
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

function floorDivide(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a % b < 0n ? quotient - 1n : quotient;
}

function pad(value: number, width: number): string {
  return String(value).padStart(width, '0');
}
