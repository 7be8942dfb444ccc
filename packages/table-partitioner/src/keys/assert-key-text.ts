/** https://learn.microsoft.com/rest/api/storageservices/understanding-the-table-service-data-model#characters-disallowed-in-key-fields */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters the service forbids.
const FORBIDDEN = /[/\\#?\u0000-\u001f\u007f-\u009f]/;
/** The service's pages say both 1 KiB and 1,024 characters; half of that is safe under either reading, in UTF-16. */
export const MAX_KEY_LENGTH = 512;

/**
 * Refuses what cannot be a partition key.
 *
 * @param what  How the message begins, such as `The prefix`.
 * @throws {TypeError} when it is no text, too long, or has a forbidden character.
 */
export function assertKeyText(value: unknown, what: string): asserts value is string {
  if (typeof value !== 'string') throw new TypeError(`${what} is text, not ${typeof value}.`);
  if (value.length > MAX_KEY_LENGTH)
    throw new TypeError(`${what} has ${value.length} characters; at most ${MAX_KEY_LENGTH}.`);
  const forbidden = FORBIDDEN.exec(value);
  if (forbidden !== null) {
    throw new TypeError(
      `${what} ${JSON.stringify(value)} contains ${JSON.stringify(forbidden[0])}; keys may not contain /, \\, #, ? or control characters.`,
    );
  }
}
