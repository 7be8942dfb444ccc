/** A built-in function: undefined for arguments of the wrong type, never an exception. */
export interface SqlFunction {
  readonly minArguments: number;
  readonly maxArguments: number;
  readonly apply: (...values: unknown[]) => unknown;
}

/** Functions by upper-case name. */
export type FunctionFamily = Readonly<Record<string, SqlFunction>>;

/** A function of any arguments. */
export function define(
  minArguments: number,
  maxArguments: number,
  apply: (...values: unknown[]) => unknown,
): SqlFunction {
  return { minArguments, maxArguments, apply };
}

/** A function of exactly so many texts. */
export function defineOnTexts<const N extends 1 | 2 | 3>(
  count: N,
  apply: (...texts: TextTuple[N]) => unknown,
): SqlFunction {
  return define(count, count, (...values) =>
    values.every((value) => typeof value === 'string') ? apply(...(values as unknown as TextTuple[N])) : undefined,
  );
}

interface TextTuple {
  readonly 1: [string];
  readonly 2: [string, string];
  readonly 3: [string, string, string];
}

/** A function of exactly so many numbers; what is no finite number is undefined. */
export function defineOnNumbers<const N extends 1 | 2>(
  count: N,
  apply: (...numbers: NumberTuple[N]) => number,
): SqlFunction {
  return define(count, count, (...values) => {
    if (!values.every((value) => typeof value === 'number')) return undefined;
    return finite(apply(...(values as unknown as NumberTuple[N])));
  });
}

interface NumberTuple {
  readonly 1: [number];
  readonly 2: [number, number];
}

/** JSON has neither infinity nor NaN. */
export function finite(value: number): number | undefined {
  return Number.isFinite(value) ? value : undefined;
}
