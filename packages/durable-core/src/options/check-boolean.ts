/** Checks an option that is `true` or `false`. @throws {TypeError} when it is neither, nor absent. */
export function checkBoolean(who: string, name: string, value: unknown): void {
  if (value === undefined || typeof value === 'boolean') return;
  throw new TypeError(`${who}: ${name} is true or false, got ${typeof value}.`);
}
