import { refuseUnknownOptions } from '../refuse-unknown-options.ts';
import type { UpdateMode } from '../rows/overwrite.ts';
import type { UpdateOptions, UpsertOptions } from './partitioner.ts';
import { assertOneOf } from './partitioner-options.ts';

type RowOperation = 'get' | 'create' | 'update' | 'upsert' | 'delete' | 'move';

const OPTION_NAMES: Readonly<Record<RowOperation, ReadonlySet<string>>> = {
  get: new Set(['signal']),
  create: new Set(['signal', 'checkOlder']),
  update: new Set(['signal', 'etag', 'mode']),
  upsert: new Set(['signal', 'mode']),
  delete: new Set(['signal', 'etag']),
  move: new Set(['signal', 'from']),
};

/**
 * Refuses options that an operation on a row does not know.
 *
 * @throws {TypeError} naming the option.
 */
export function assertOperationOptions(operation: RowOperation, options: object): void {
  refuseUnknownOptions(operation, options, OPTION_NAMES[operation]);
}

/**
 * The ETag a row must have; `*`, as HTTP has it, is any.
 *
 * @throws {TypeError} when it is no ETag.
 */
export function readEtag({ etag }: Pick<UpdateOptions, 'etag'>): string | undefined {
  if (etag === undefined || etag === '*') return undefined;
  if (typeof etag !== 'string' || etag === '') {
    throw new TypeError('The option etag is the ETag of a row as it was read; leave it out to accept any.');
  }
  return etag;
}

/**
 * How properties are written.
 *
 * @throws {TypeError} when the mode is not known.
 */
export function readMode({ mode = 'Merge' }: Pick<UpsertOptions, 'mode'>): UpdateMode {
  assertOneOf('mode', mode, ['Merge', 'Replace']);
  return mode;
}
