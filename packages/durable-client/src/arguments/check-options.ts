/**
 * Refuses anything but an object with known members, so that a misspelt option is an error instead of a silent default.
 *
 * @param owner  What the options belong to, for the message: `queryStatus`.
 * @throws {TypeError} naming the member that is unknown, or what was passed instead of an object.
 */
export function checkOptions(options: unknown, known: readonly string[], owner: string): void {
  if (options === undefined) return;
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw new TypeError(`${owner}: options must be an object, got ${describeValue(options)}.`);
  }
  const unknown = Object.keys(options).find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new TypeError(`${owner}: unknown option '${unknown}'. Known options: ${known.join(', ')}.`);
  }
}

/** A short name for a value in an error message; never its contents. */
export function describeValue(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  return value === '' ? 'an empty string' : typeof value;
}
