import type { OptionFields } from './option-field.ts';

/**
 * Refuses options that do not exist or whose value is out of bounds.
 *
 * @param where  Whose options they are, for the message: `driver options`.
 * @throws {TypeError} naming the option and what it must be.
 */
export function checkOptions(where: string, options: unknown, fields: OptionFields): void {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw new TypeError(`The ${where} must be an object.`);
  }
  for (const [name, value] of Object.entries(options)) {
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (field === undefined) {
      throw new TypeError(`Unknown option "${name}" in the ${where}; known are ${Object.keys(fields).join(', ')}.`);
    }
    if (value === undefined) continue;
    if ('group' in field) {
      checkOptions(`${name} of the ${where}`, value, field.group);
      continue;
    }
    const problem = field.problem(value);
    if (problem !== undefined) throw new TypeError(`Option "${name}" of the ${where} ${problem}.`);
  }
}
