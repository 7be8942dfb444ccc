import { describeValue } from './check-options.ts';

/** Checks that times which are given are valid `Date`s. @throws {TypeError} naming the one that is not. */
export function checkDates(dates: Readonly<Record<string, unknown>>, owner: string): void {
  for (const [name, value] of Object.entries(dates)) {
    if (value === undefined || (value instanceof Date && !Number.isNaN(value.getTime()))) continue;
    const got = value instanceof Date ? 'an invalid Date' : describeValue(value);
    throw new TypeError(`${owner}: ${name} must be a valid Date, got ${got}.`);
  }
}
