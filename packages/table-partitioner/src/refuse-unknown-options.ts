/**
 * Refuses options that are no object or have a name the function does not know, so that a misspelt option is never ignored.
 *
 * @throws {TypeError} naming the option and the known ones.
 */
export function refuseUnknownOptions(functionName: string, options: unknown, known: ReadonlySet<string>): void {
  if (typeof options !== 'object' || options === null) {
    throw new TypeError(`${functionName} needs an options object, not ${options === null ? 'null' : typeof options}.`);
  }
  // No list of names is made: this runs with every key that is derived.
  for (const name in options) {
    if (!known.has(name) && Object.hasOwn(options, name)) {
      throw new TypeError(`${functionName} has no option "${name}"; it knows ${[...known].join(', ')}.`);
    }
  }
}
