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
