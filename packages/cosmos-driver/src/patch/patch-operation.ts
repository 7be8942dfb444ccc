/**
 * One change to an item. Paths are JSON pointers, such as `/address/city` or `/tags/0`; `/tags/-` is behind the last element.
 *
 * @see https://learn.microsoft.com/azure/cosmos-db/partial-document-update
 */
export type PatchOperation =
  | {
      /**
       * `add`: puts a value there, in an array before the element that is there. `set`: puts a value there, in an array in
       * place of the element that is there. `replace`: as `set`, and fails when nothing is there.
       */
      readonly op: 'add' | 'set' | 'replace';
      /** Where. */
      readonly path: string;
      /** Anything that JSON can say. */
      readonly value: unknown;
    }
  | {
      /** Takes away what is there, and fails when nothing is. */
      readonly op: 'remove';
      /** Where. */
      readonly path: string;
    }
  | {
      /** Adds to the number that is there, or puts the number there when nothing is. */
      readonly op: 'incr';
      /** Where. */
      readonly path: string;
      /** How much, finite; may be negative. */
      readonly value: number;
    }
  | {
      /** Takes away what is at `from`, and puts it at `path`. */
      readonly op: 'move';
      /** Where it is. */
      readonly from: string;
      /** Where it goes. */
      readonly path: string;
    };

/**
 * How a patch is carried out.
 *
 * `native`: the service does it, in one request. `read-modify-replace`: the driver reads the item, changes it, and replaces
 * it under `ifMatch`, again when somebody else was faster.
 */
export type PatchStrategy = 'native' | 'read-modify-replace';

/** What may be said about a patch besides its operations. */
export interface PatchOptions {
  /** The patch takes place only if the item fulfils it, such as `from c where c.stock > 0`; `native` only. (default: none) */
  readonly predicate?: string | undefined;
  /** Who changes the item. (default `'native'`) */
  readonly strategy?: PatchStrategy | undefined;
  /** Most reads with their replaces, from 1 to 100; `read-modify-replace` only. (default `5`) */
  readonly maxAttempts?: number | undefined;
}

/** A patch that was checked. */
export interface Patch {
  /** What is done, in order, all or nothing. */
  readonly operations: readonly PatchOperation[];
  /** Under which condition. */
  readonly predicate: string | undefined;
}
