import { define, defineOnNumbers, type FunctionFamily, finite, type SqlFunction } from './sql-function.ts';

/** @see https://learn.microsoft.com/azure/cosmos-db/nosql/query/system-functions#mathematical-functions */
export const mathsFunctions: FunctionFamily = {
  ABS: defineOnNumbers(1, Math.abs),
  ACOS: defineOnNumbers(1, Math.acos),
  ASIN: defineOnNumbers(1, Math.asin),
  ATAN: defineOnNumbers(1, Math.atan),
  ATN2: defineOnNumbers(2, Math.atan2),
  CEILING: defineOnNumbers(1, Math.ceil),
  COS: defineOnNumbers(1, Math.cos),
  COT: defineOnNumbers(1, (x) => 1 / Math.tan(x)),
  DEGREES: defineOnNumbers(1, (radians) => (radians * 180) / Math.PI),
  EXP: defineOnNumbers(1, Math.exp),
  FLOOR: defineOnNumbers(1, Math.floor),
  LOG: define(1, 2, (x, base) => {
    if (typeof x !== 'number' || (base !== undefined && typeof base !== 'number')) return undefined;
    return finite(base === undefined ? Math.log(x) : Math.log(x) / Math.log(base));
  }),
  LOG10: defineOnNumbers(1, Math.log10),
  NUMBERBIN: define(1, 2, (x, size = 1) =>
    typeof x === 'number' && typeof size === 'number' ? finite(Math.floor(x / size) * size) : undefined,
  ),
  PI: define(0, 0, () => Math.PI),
  POWER: defineOnNumbers(2, (x, y) => x ** y),
  RADIANS: defineOnNumbers(1, (degrees) => (degrees * Math.PI) / 180),
  ROUND: define(1, 2, (x, digits = 0) => {
    if (typeof x !== 'number' || typeof digits !== 'number') return undefined;
    return finite(roundAwayFromZero(x, digits));
  }),
  SIGN: defineOnNumbers(1, Math.sign),
  SIN: defineOnNumbers(1, Math.sin),
  SQRT: defineOnNumbers(1, Math.sqrt),
  SQUARE: defineOnNumbers(1, (x) => x * x),
  TAN: defineOnNumbers(1, Math.tan),
  TRUNC: defineOnNumbers(1, Math.trunc),
  INTADD: defineOnIntegers((a, b) => a + b),
  INTSUB: defineOnIntegers((a, b) => a - b),
  INTMUL: defineOnIntegers((a, b) => a * b),
  INTDIV: defineOnIntegers((a, b) => (b === 0n ? undefined : a / b)),
  INTMOD: defineOnIntegers((a, b) => (b === 0n ? undefined : a % b)),
  INTBITAND: defineOnIntegers((a, b) => a & b),
  INTBITOR: defineOnIntegers((a, b) => a | b),
  INTBITXOR: defineOnIntegers((a, b) => a ^ b),
  INTBITLEFTSHIFT: defineOnIntegers((a, b) => (b < 0n || b > 63n ? undefined : a << b)),
  INTBITRIGHTSHIFT: defineOnIntegers((a, b) => (b < 0n || b > 63n ? undefined : a >> b)),
  INTBITNOT: define(1, 1, (value) => (Number.isSafeInteger(value) ? Number(~BigInt(Number(value))) : undefined)),
};

/** Halves go away from zero: `ROUND(-2.5)` is -3. */
function roundAwayFromZero(x: number, digits: number): number {
  const factor = 10 ** Math.trunc(digits);
  return (Math.sign(x) * Math.round(Math.abs(x) * factor)) / factor;
}

/** Two integers of 64 bits; overflow wraps. */
function defineOnIntegers(apply: (a: bigint, b: bigint) => bigint | undefined): SqlFunction {
  return define(2, 2, (a, b) => {
    if (!Number.isInteger(a) || !Number.isInteger(b)) return undefined;
    const result = apply(BigInt(Number(a)), BigInt(Number(b)));
    return result === undefined ? undefined : Number(BigInt.asIntN(64, result));
  });
}
