/** A day, or a day and a time with its zone, as ISO 8601 writes them; without a zone a time would be another elsewhere. */
const isoTime = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2}))?$/;

/**
 * Reads a point in time: `2026-02-03` (its beginning in UTC) or `2026-02-03T10:00:00Z`.
 *
 * @returns `undefined` when there is no text.
 * @throws {TypeError} naming the option when it is something else.
 */
export function readTime(option: string, text: string | undefined): Date | undefined {
  if (text === undefined) return undefined;
  const time = new Date(text);
  if (!isoTime.test(text) || Number.isNaN(time.getTime())) {
    throw new TypeError(`--${option} takes a time such as 2026-02-03 or 2026-02-03T10:00:00Z, not '${text}'`);
  }
  return time;
}
