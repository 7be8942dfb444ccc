/**
 * Refuses options that are no object or have a member nobody knows, so that a misspelt option never passes in silence.
 *
 * @param what   Whose options they are, for the message: `callActivity`.
 * @param known  The names that exist.
 */
export function readOptions<T extends object>(what: string, options: T, known: readonly (keyof T & string)[]): T {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw new TypeError(`The ${what} options are an object, got ${options === null ? 'null' : typeof options}.`);
  }
  for (const name of Object.keys(options)) {
    if (!(known as readonly string[]).includes(name)) {
      throw new TypeError(`There is no ${what} option '${name}'; the options are ${known.join(', ')}.`);
    }
  }
  return options;
}
