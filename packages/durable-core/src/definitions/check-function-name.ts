/** Refuses what cannot name a function: anything but a string with something visible in it. */
export function checkFunctionName(what: string, name: unknown): asserts name is string {
  if (typeof name !== 'string') throw new TypeError(`The name of an ${what} is a string, got ${typeof name}.`);
  if (name.trim() === '') throw new TypeError(`The name of an ${what} must not be blank.`);
}
