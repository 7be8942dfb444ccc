import { describeValue } from './check-options.ts';

/** Most characters the Durable extension takes for the id of a new instance. */
const longestInstanceId = 256;

/** `/ \ ? #` and control characters: the Durable extension refuses them in the id of a new instance. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const forbiddenInInstanceId = /[/\\?#\u0000-\u001f\u007f-\u009f]/;

/**
 * Answers `value` if it can be one segment of a URL path.
 *
 * `.` and `..` cannot: every URL parser takes them out of the path, percent-encoded or not, and the request would go
 * to another resource.
 *
 * @param what  What the text is, for the message: `instance id`.
 * @throws {TypeError} when it is not a string, is blank, or is `.` or `..`.
 */
export function checkSegment(value: unknown, what: string): string {
  if (typeof value !== 'string' || value.trim() === '') {
    const got = typeof value === 'string' ? 'a blank string' : describeValue(value);
    throw new TypeError(`The ${what} must be a string that is not blank, got ${got}.`);
  }
  if (value === '.' || value === '..') throw new TypeError(`The ${what} '${value}' cannot be part of a URL.`);
  if (!value.isWellFormed()) throw new TypeError(`The ${what} has half of a surrogate pair and cannot be sent.`);
  return value;
}

/**
 * Answers `value` if an instance of that id can be started: at most 256 characters, not beginning with `@` (that is an
 * entity), without `/`, `\`, `?`, `#` and control characters. The rules are those of the Durable extension.
 *
 * @throws {TypeError} naming the rule that is broken.
 */
export function checkNewInstanceId(value: unknown): string {
  const id = checkSegment(value, 'instance id');
  if (id.startsWith('@')) throw new TypeError(`The instance id '${id}' begins with '@', which only entities may.`);
  if (id.length > longestInstanceId) {
    throw new TypeError(`The instance id has ${id.length} characters; ${longestInstanceId} are allowed.`);
  }
  const forbidden = forbiddenInInstanceId.exec(id)?.[0];
  if (forbidden !== undefined) {
    throw new TypeError(`The instance id ${JSON.stringify(id)} contains ${JSON.stringify(forbidden)}.`);
  }
  return id;
}

/**
 * Answers `value` if it is text that can be sent.
 *
 * @throws {TypeError} when it is not a string, or is not well-formed Unicode.
 */
export function checkText(value: unknown, what: string): string {
  if (typeof value !== 'string') throw new TypeError(`The ${what} must be a string, got ${describeValue(value)}.`);
  if (!value.isWellFormed()) throw new TypeError(`The ${what} has half of a surrogate pair and cannot be sent.`);
  return value;
}
