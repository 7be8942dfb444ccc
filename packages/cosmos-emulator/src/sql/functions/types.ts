import { define, type FunctionFamily, type SqlFunction } from './sql-function.ts';

/** Whether a value is of a type; never undefined. @see https://learn.microsoft.com/azure/cosmos-db/nosql/query/system-functions#type-checking-functions */
export const typeFunctions: FunctionFamily = {
  IS_ARRAY: defineCheck(Array.isArray),
  IS_BOOL: defineCheck((value) => typeof value === 'boolean'),
  IS_DEFINED: defineCheck((value) => value !== undefined),
  IS_FINITE_NUMBER: defineCheck(Number.isFinite),
  IS_INTEGER: defineCheck(Number.isInteger),
  IS_NULL: defineCheck((value) => value === null),
  IS_NUMBER: defineCheck((value) => typeof value === 'number'),
  IS_OBJECT: defineCheck((value) => typeof value === 'object' && value !== null && !Array.isArray(value)),
  IS_PRIMITIVE: defineCheck((value) => value === null || ['string', 'boolean', 'number'].includes(typeof value)),
  IS_STRING: defineCheck((value) => typeof value === 'string'),
  IIF: define(3, 3, (condition, whenTrue, otherwise) => (condition === true ? whenTrue : otherwise)),
};

function defineCheck(isOfType: (value: unknown) => boolean): SqlFunction {
  return define(1, 1, isOfType);
}
