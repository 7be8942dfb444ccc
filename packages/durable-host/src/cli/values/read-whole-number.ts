/**
 * Reads a whole number in decimal digits.
 *
 * @param from  The least that is taken. (default `0`)
 * @returns `undefined` when there is no text.
 * @throws {TypeError} naming the option when it is something else.
 */
export function readWholeNumber(option: string, text: string | undefined, from = 0): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!/^\d{1,15}$/.test(text) || value < from) {
    throw new TypeError(`--${option} takes a whole number from ${from}, not '${text}'`);
  }
  return value;
}
