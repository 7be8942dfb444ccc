/**
 * Milliseconds of a .NET TimeSpan text such as `6.00:00:00` (days, hours, minutes, seconds) or `00:00:30.5`; `undefined` for
 * anything else.
 *
 * @see https://learn.microsoft.com/dotnet/standard/base-types/standard-timespan-format-strings
 */
export function parseTimeSpan(text: string): number | undefined {
  const match =
    /^(?<sign>-)?(?:(?<days>\d+)\.)?(?<hours>\d{1,2}):(?<minutes>\d\d):(?<seconds>\d\d(?:\.\d{1,7})?)$/.exec(text);
  if (match?.groups === undefined) return undefined;
  const { sign, days = '0', hours = '0', minutes = '0', seconds = '0' } = match.groups;
  const total = ((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds);
  return (sign === undefined ? total : -total) * 1000;
}

/** The .NET TimeSpan text of a number of milliseconds from 0: `00:00:30`, `1.02:03:04.5`. */
export function formatTimeSpan(durationMs: number): string {
  const ms = Math.ceil(durationMs);
  const part = (unitMs: number, of: number): string => String(Math.floor(ms / unitMs) % of).padStart(2, '0');
  const days = Math.floor(ms / 86_400_000);
  const fraction = ms % 1000 === 0 ? '' : `.${String(ms % 1000).padStart(3, '0')}`;
  return `${days === 0 ? '' : `${days}.`}${part(3_600_000, 24)}:${part(60_000, 60)}:${part(1000, 60)}${fraction}`;
}
