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

/** Paths into `T`, six levels deep: `/address/city`, `/tags/0`, `/tags/-`. */
export type PathOf<T> = Extract<Steps<T, 6>, string>;

type NumberPathOf<T> = { [Path in PathOf<T>]: ValueAt<T, Path> extends number ? Path : never }[PathOf<T>];

/** One less than each number: how deep paths may still go. */
type Fewer = [never, 0, 1, 2, 3, 4, 5];

type Steps<T, Depth extends number> = [Depth] extends [0]
  ? never
  : NonNullable<T> extends infer Value
    ? Value extends readonly (infer Element)[]
      ? `/${number}` | '/-' | `/${number}${Steps<Element, Fewer[Depth]>}`
      : Value extends object
        ? { [Name in keyof Value & string]: `/${Name}` | `/${Name}${Steps<Value[Name], Fewer[Depth]>}` }[keyof Value &
            string]
        : never
    : never;

/** What is at a path of `T`. */
export type ValueAt<T, Path> =
  NonNullable<T> extends infer Value
    ? Path extends `/${infer Name}/${infer Rest}`
      ? ValueAt<Member<Value, Name>, `/${Rest}`>
      : Path extends `/${infer Name}`
        ? Exclude<Member<Value, Name>, undefined>
        : never
    : never;

type Member<Value, Name> = Value extends readonly (infer Element)[]
  ? Element
  : Name extends keyof Value
    ? Value[Name]
    : never;
