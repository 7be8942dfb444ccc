import { optionsOfCall } from './options-of-call.ts';

/**
 * The options of something that is not handed on to the driver, which would refuse what it does not know.
 *
 * @param names  The options there are.
 * @throws {TypeError} when they are no object, or there is another.
 */
export function knownOptions<Options extends object>(
  options: Options | undefined,
  names: readonly (keyof Options & string)[],
): Partial<Options> {
  const known = optionsOfCall(options);
  const other = Object.keys(known).find((name) => !(names as readonly string[]).includes(name));
  if (other === undefined) return known;
  throw new TypeError(`Unknown option "${other}"; known are ${names.join(', ')}.`);
}
