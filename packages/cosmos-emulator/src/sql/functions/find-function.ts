import { SqlFeatureSignal } from '../sql-problem.ts';
import { arrayFunctions } from './arrays.ts';
import { conversionFunctions } from './conversions.ts';
import { createDateFunctions } from './dates.ts';
import { itemFunctions } from './items.ts';
import { mathsFunctions } from './maths.ts';
import { spatialFunctions } from './spatial.ts';
import { define, type SqlFunction } from './sql-function.ts';
import { stringFunctions } from './strings.ts';
import { typeFunctions } from './types.ts';
import { vectorFunctions } from './vectors.ts';

const pureFunctions: ReadonlyMap<string, SqlFunction> = new Map(
  Object.entries({
    ...stringFunctions,
    ...mathsFunctions,
    ...typeFunctions,
    ...arrayFunctions,
    ...conversionFunctions,
    ...itemFunctions,
    ...spatialFunctions,
    ...vectorFunctions,
  }),
);

/** What the service has and this emulator does not. */
const unimplemented: ReadonlySet<string> = new Set([
  'FULLTEXTCONTAINS',
  'FULLTEXTCONTAINSALL',
  'FULLTEXTCONTAINSANY',
  'FULLTEXTSCORE',
  'RRF',
]);

/**
 * A built-in function, whatever the case of its name; `undefined` when there is none.
 *
 * @throws {SqlFeatureSignal} for functions that only the service has.
 */
export function findFunction(
  name: string,
  { nowMs, random }: { readonly nowMs: number; readonly random: () => number },
): SqlFunction | undefined {
  const key = name.toUpperCase();
  if (unimplemented.has(key)) throw new SqlFeatureSignal(`the function ${key}`);
  if (key === 'RAND') return define(0, 0, random);
  const found = pureFunctions.get(key);
  if (found !== undefined) return found;
  const dates = createDateFunctions(nowMs);
  return Object.hasOwn(dates, key) ? dates[key] : undefined;
}
