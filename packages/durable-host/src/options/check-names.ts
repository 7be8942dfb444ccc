/**
 * Refuses options of a name nobody knows: most likely one is misspelt, and would be left out in silence.
 *
 * @param place  What the options are of, for the message: `'DurableHost'`, `'DurableHost: workers[0]'`.
 * @throws {TypeError} naming the unknown one and those there are.
 */
export function checkNames(place: string, options: object, names: readonly string[]): void {
  const unknown = Object.keys(options).find((name) => !names.includes(name));
  if (unknown === undefined) return;
  throw new TypeError(`${place}: unknown option '${unknown}'. Known options: ${names.join(', ')}.`);
}
