/**
 * Refuses option names that nobody reads, so that a misspelt option does not go unnoticed.
 *
 * @param caller  The function as users call it, for the message.
 * @throws {TypeError} naming the first unknown option, or when the options are not an object.
 */
export function refuseUnknownOptions(caller: string, options: object, names: ReadonlySet<string>): void {
  if (typeof options !== 'object' || options === null) throw new TypeError(`${caller} takes an object of options.`);
  for (const name of Object.keys(options)) {
    if (!names.has(name)) {
      throw new TypeError(`${caller} has no option "${name}". It takes ${[...names].join(', ')}.`);
    }
  }
}
