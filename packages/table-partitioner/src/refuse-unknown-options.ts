/**
 * Refuses options that are no object or have a name the function does not know, so that a misspelt option is never ignored.
 *
 * @throws {TypeError} naming the option and the known ones.
 */
export function refuseUnknownOptions(functionName: string, options: unknown, known: ReadonlySet<string>): void {
  if (typeof options !== 'object' || options === null) {
    throw new TypeError(`${functionName} needs an options object, not ${options === null ? 'null' : typeof options}.`);
  }
  for (const name of Object.keys(options)) {
    if (!known.has(name)) {
      throw new TypeError(`${functionName} has no option "${name}"; it knows ${[...known].join(', ')}.`);
    }
  }
}
