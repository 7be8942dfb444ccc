/**
 * The options of a call, none when it has none. What is in them is checked by whoever reads it.
 *
 * @throws {TypeError} when they are no object.
 */
export function optionsOfCall<Options extends object>(options: Options | undefined): Partial<Options> {
  if (options === undefined) return {};
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw new TypeError('The options of a call must be an object.');
  }
  return options;
}
