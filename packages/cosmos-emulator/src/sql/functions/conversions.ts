import { define, defineOnTexts, type FunctionFamily, type SqlFunction } from './sql-function.ts';

/** @see https://learn.microsoft.com/azure/cosmos-db/nosql/query/system-functions#string-functions */
export const conversionFunctions: FunctionFamily = {
  STRINGTOARRAY: defineParse(Array.isArray),
  STRINGTOBOOLEAN: defineParse((value) => typeof value === 'boolean'),
  STRINGTONULL: defineParse((value) => value === null),
  STRINGTONUMBER: defineParse((value) => typeof value === 'number'),
  STRINGTOOBJECT: defineParse((value) => typeof value === 'object' && value !== null && !Array.isArray(value)),
  TOSTRING: define(1, 1, (value) => (typeof value === 'string' ? value : JSON.stringify(value))),
};

/** A text that is the JSON of a value of the wanted type; undefined for any other. */
function defineParse(isWanted: (value: unknown) => boolean): SqlFunction {
  return defineOnTexts(1, (text) => {
    try {
      const value: unknown = JSON.parse(text);
      return isWanted(value) ? value : undefined;
    } catch {
      // Not JSON: undefined, as the service answers.
      return undefined;
    }
  });
}
