/**
 * Milliseconds since 1970 of a date as .NET writes it: up to seven fractional digits, of which three are kept; UTC when it
 * names no zone. `NaN` for anything else.
 *
 * Histories are long, and nearly all their dates look like `2024-01-01T00:00:00.1234567Z`: these are read digit by digit, which is
 * several times as quick as `Date.parse`; all others are left to that.
 */
export function parseTimestamp(text: string): number {
  const quick = parseUtc(text);
  if (quick !== undefined) return quick;
  return Date.parse(/(?:Z|[+-]\d\d:\d\d)$/i.test(text) ? text : `${text}Z`);
}

/** The date as ISO 8601 text in UTC. */
export function formatTimestamp(timeMs: number): string {
  return new Date(timeMs).toISOString();
}

/** `YYYY-MM-DDTHH:MM:SS`, a fraction or none, and `Z`; `undefined` for anything else, and for what is not on the calendar for sure. */
function parseUtc(text: string): number | undefined {
  const last = text.length - 1;
  if (last < 19 || text[last] !== 'Z' || text[4] !== '-' || text[7] !== '-' || text[10] !== 'T') return undefined;
  if (text[13] !== ':' || text[16] !== ':' || !(last === 19 || (text[19] === '.' && last > 20))) return undefined;
  const year = digits(text, 0, 4);
  const month = digits(text, 5, 7);
  const day = digits(text, 8, 10);
  const hours = digits(text, 11, 13);
  const minutes = digits(text, 14, 16);
  const seconds = digits(text, 17, 19);
  const fraction = digits(text, 20, Math.min(last, 23));
  const isOnCalendar = year >= 0 && month >= 1 && month <= 12 && day >= 1 && day <= 28;
  const isOnClock = hours >= 0 && hours <= 23 && minutes >= 0 && minutes <= 59 && seconds >= 0 && seconds <= 59;
  if (!(isOnCalendar && isOnClock && fraction >= 0 && digits(text, 23, last) >= 0)) return undefined;
  const fractionMs = last === 21 ? fraction * 100 : last === 22 ? fraction * 10 : fraction;
  return daysSince1970(year, month, day) * 86_400_000 + ((hours * 60 + minutes) * 60 + seconds) * 1000 + fractionMs;
}

/** The number of some digits, 0 for none; -1 when they are not all digits. */
function digits(text: string, from: number, to: number): number {
  let number = 0;
  for (let index = from; index < to; index++) {
    const digit = text.charCodeAt(index) - 48;
    if (!(digit >= 0 && digit <= 9)) return -1;
    number = number * 10 + digit;
  }
  return number;
}

/**
 * Days from 1970-01-01 in the Gregorian calendar. Years begin in March, so that the leap day is the last of its year.
 *
 * @see https://howardhinnant.github.io/date_algorithms.html#days_from_civil
 */
function daysSince1970(year: number, month: number, day: number): number {
  const marchYear = month <= 2 ? year - 1 : year;
  const marchMonth = (month + 9) % 12;
  const leapDays = Math.floor(marchYear / 4) - Math.floor(marchYear / 100) + Math.floor(marchYear / 400);
  return marchYear * 365 + leapDays + Math.floor((153 * marchMonth + 2) / 5) + day - 719_469;
}
