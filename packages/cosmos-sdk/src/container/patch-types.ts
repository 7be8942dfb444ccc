import type { PatchOperation } from '@perdura/cosmos-driver';

/**
 * One change to an item of type `T`: paths that `T` has, with values of their types. Items without a known type take any path.
 *
 * @see https://learn.microsoft.com/azure/cosmos-db/partial-document-update
 */
export type ItemPatch<T> = string extends keyof T
  ? PatchOperation
  :
      | { [Path in PathOf<T>]: Put<Path, ValueAt<T, Path>> }[PathOf<T>]
      | { readonly op: 'remove'; readonly path: PathOf<T> }
      | { readonly op: 'incr'; readonly path: NumberPathOf<T>; readonly value: number }
      | { readonly op: 'move'; readonly from: PathOf<T>; readonly path: PathOf<T> };

interface Put<Path, Value> {
  readonly op: 'add' | 'set' | 'replace';
  readonly path: Path;
  readonly value: Value;
}

/**
 * Paths into `T`: `/address/city`, `/tags/0`, `/tags/-`. Four levels deep, and as far as no type comes again within itself, they
 * are spelled out; deeper ones are any text, for the compiler's sake.
 */
export type PathOf<T> = Extract<Steps<T, 4, readonly []>, string>;

type NumberPathOf<T> = { [Path in PathOf<T>]: IsCountable<ValueAt<T, Path>> extends true ? Path : never }[PathOf<T>];

type IsCountable<Value> = unknown extends Value ? true : Value extends number ? true : false;

/** One less than each number: how deep paths may still go. */
type Fewer = [never, 0, 1, 2, 3];

/** What has no paths into it: JSON makes one value of it, or nothing. */
type Whole = string | number | boolean | bigint | symbol | Date | ((...args: never) => unknown);

type Steps<T, Depth extends number, Seen extends readonly unknown[]> = unknown extends T
  ? `/${string}`
  : NonNullable<T> extends infer Value
    ? Value extends Whole
      ? never
      : [Depth] extends [0]
        ? `/${string}`
        : IsAmong<Value, Seen> extends true
          ? `/${string}`
          : Value extends readonly (infer Element)[]
            ? `/${number}` | '/-' | `/${number}${Steps<Element, Fewer[Depth], Seen>}`
            : {
                [Name in NameOf<Value>]:
                  | `/${Name}`
                  | `/${Name}${Steps<Value[Name], Fewer[Depth], readonly [...Seen, Value]>}`;
              }[NameOf<Value>]
    : never;

/** Names of properties that are stored: JSON leaves functions out. */
type NameOf<Value> = {
  [Name in keyof Value & string]: NonNullable<Value[Name]> extends (...args: never) => unknown ? never : Name;
}[keyof Value & string];

/** Whether a type is one of those around it. */
type IsAmong<Value, Seen extends readonly unknown[]> = Seen extends readonly [infer First, ...infer Others]
  ? [Value, First] extends [First, Value]
    ? true
    : IsAmong<Value, Others>
  : false;

/** What is at a path of `T`; `unknown` at paths that are not spelled out. */
export type ValueAt<T, Path> =
  NonNullable<T> extends infer Value
    ? Path extends `/${infer Name}/${infer Rest}`
      ? ValueAt<Member<Value, Name>, `/${Rest}`>
      : Path extends `/${infer Name}`
        ? Exclude<Member<Value, Name>, undefined>
        : never
    : never;

type Member<Value, Name> = unknown extends Value
  ? unknown
  : string extends Name
    ? AnyMember<Value>
    : Value extends readonly (infer Element)[]
      ? Element
      : Name extends keyof Value
        ? Value[Name]
        : never;

/** What is at a path that is any text: a path may lead into objects, so only what no path leads into can be told. */
type AnyMember<Value> = string extends keyof Value
  ? Value[keyof Value & string] extends Whole | null | undefined
    ? Value[keyof Value & string]
    : unknown
  : unknown;
