let latest = { second: Number.NaN, text: '' };

/**
 * A moment as an HTTP date, to the second. The latest is kept: requests of the same second, thousands on a busy driver, share it.
 *
 * @param atMs  Milliseconds since 1970.
 * @see https://www.rfc-editor.org/rfc/rfc9110#name-date-time-formats
 */
export function httpDate(atMs: number): string {
  const second = Math.floor(atMs / 1_000);
  if (second !== latest.second) latest = { second, text: new Date(atMs).toUTCString() };
  return latest.text;
}
