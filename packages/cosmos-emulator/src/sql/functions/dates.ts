import {
  addParts,
  differenceIn,
  floorDivide,
  formatTicks,
  pad,
  parseDate,
  partOf,
  readPart,
  ticksPerMs,
  ticksPerPart,
} from './date-ticks.ts';
import { formatDate } from './format-date.ts';
import { define, type FunctionFamily, type SqlFunction } from './sql-function.ts';

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
  const relative: FunctionFamily = {
    NOW: define(0, 0, () => formatTicks(now)),
    AGO: define(2, 2, (part, count) =>
      Number.isInteger(count) ? addParts(now, partOf(part), -BigInt(Number(count))) : undefined,
    ),
  };
  const fixed = Object.entries(current).map(([name, each]) => [`${name}STATIC`, each] as const);
  return { ...current, ...relative, ...Object.fromEntries(fixed), ...dateFunctions };
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
  DATETIMEFORMAT: define(2, 2, (date, format) => {
    const ticks = parseDate(date);
    return ticks === undefined || typeof format !== 'string' ? undefined : formatDate(ticks, format);
  }),
  YEAR: onDate((ticks) => readPart('year', ticks)),
  MONTH: onDate((ticks) => readPart('month', ticks)),
  DAY: onDate((ticks) => readPart('day', ticks)),
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
