/**
 * Reads a value of parsed JSON that came from outside.
 *
 * A dozen functions instead of a schema library: the documents are few and small, and the library weighs more than a kilobyte for
 * each of them.
 *
 * @param at  Where the value stands, for the message: `account.id`.
 * @throws {TypeError} when it has another shape; the message says where and what it must be.
 */
export type Shape<Value> = (value: unknown, at: string) => Value;

/** A string. */
export const aString: Shape<string> = shape('a string', (value): value is string => typeof value === 'string');

/** A number; JSON has no other than finite ones. */
export const aNumber: Shape<number> = shape('a number', (value): value is number => typeof value === 'number');

/** A number without a fraction. */
export const anInteger: Shape<number> = shape('an integer', (value): value is number => Number.isSafeInteger(value));

/** `true` or `false`. */
export const aBoolean: Shape<boolean> = shape('a boolean', (value): value is boolean => typeof value === 'boolean');

/** Anything, also nothing. */
export const anything: Shape<unknown> = (value) => value;

/** An array, each of whose elements has a shape. */
export function listOf<Value>(element: Shape<Value>): Shape<readonly Value[]> {
  const anArray = shape('an array', (value): value is unknown[] => Array.isArray(value));
  return (value, at) => anArray(value, at).map((each, index) => element(each, `${at}[${index}]`));
}

/** An object whose properties have shapes. Other properties are left out of what is read, and those that are `undefined`. */
export function objectOf<Value extends object>(
  properties: {
    readonly [Name in keyof Value]: Shape<Value[Name]>;
  },
): Shape<Value> {
  const known = Object.entries<Shape<unknown>>(properties);
  return (value, at) => {
    const found = anObject(value, at);
    const entries = known.map(([name, read]): [string, unknown] => [name, read(found[name], `${at}.${name}`)]);
    return Object.fromEntries(entries.filter(([, each]) => each !== undefined)) as Value;
  };
}

/** An object with any properties, all of one shape. */
export function recordOf<Value>(property: Shape<Value>): Shape<Readonly<Record<string, Value>>> {
  return (value, at) =>
    Object.fromEntries(
      Object.entries(anObject(value, at)).map(([name, each]) => [name, property(each, `${at}.${name}`)]),
    );
}

/** One of several words. */
export function oneOf<Word extends string>(...words: readonly Word[]): Shape<Word> {
  return shape(`one of ${words.join(', ')}`, (value): value is Word => words.includes(value as Word));
}

/** A string of a form. @param name  What it is, to follow "must be". */
export function stringLike(name: string, pattern: RegExp): Shape<string> {
  return shape(name, (value): value is string => typeof value === 'string' && pattern.test(value));
}

/** A number from 0 on, without a fraction. */
export const aCount: Shape<number> = shape(
  'an integer from 0 on',
  (value): value is number => Number.isSafeInteger(value) && (value as number) >= 0,
);

/** What may be `null`, and stays so. */
export function orNull<Value>(present: Shape<Value>): Shape<Value | null> {
  return (value, at) => (value === null ? null : present(value, at));
}

/** What may be absent or `null`, read as `undefined` then. */
export function maybe<Value>(present: Shape<Value>): Shape<Value | undefined> {
  return (value, at) => (value === undefined || value === null ? undefined : present(value, at));
}

/** What may be absent. */
export function optional<Value>(present: Shape<Value>): Shape<Value | undefined> {
  return (value, at) => (value === undefined ? undefined : present(value, at));
}

/** An object of one of several kinds, which its property `kind` tells. */
export function oneOfKinds<Value extends { readonly kind: string }>(
  kinds: {
    readonly [Kind in Value['kind']]: Shape<Omit<Extract<Value, { readonly kind: Kind }>, 'kind'>>;
  },
): Shape<Value> {
  const kindOf = objectOf({ kind: oneOf(...(Object.keys(kinds) as Value['kind'][])) });
  return (value, at) => {
    const { kind } = kindOf(value, at);
    const properties: object = kinds[kind](value, at);
    return { kind, ...properties } as Value;
  };
}

/** What may be absent, and stands for something then. */
export function orElse<Value>(present: Shape<Value>, fallback: Value): Shape<Value> {
  return (value, at) => (value === undefined ? fallback : present(value, at));
}

const anObject: Shape<Readonly<Record<string, unknown>>> = shape(
  'an object',
  (value): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value),
);

function shape<Value>(name: string, accepts: (value: unknown) => value is Value): Shape<Value> {
  return (value, at) => {
    if (accepts(value)) return value;
    throw new TypeError(`${at} must be ${name}.`);
  };
}
