import type { PatchOperationType } from './kinds.ts';
import { StatusCodes } from './status-codes.ts';
import { localError } from './translate-error.ts';
import type { Untyped } from './untyped.ts';

/** One change to an item. */
export type PatchOperation = ExistingKeyOperation | RemoveOperation;

/** A change that brings a value. */
export type ExistingKeyOperation = {
  /** What is done with it. */
  op: keyof typeof PatchOperationType;
  /** The value. */
  value: Untyped;
  /** Where, such as `/address/city`. */
  path: string;
};

/** A change that takes a property away. */
export type RemoveOperation = {
  /** Always `remove`. */
  op: 'remove';
  /** Which. */
  path: string;
};

/** The changes of a patch, and under which condition they are made: `FROM c WHERE c.stock > 0`. */
export type PatchRequestBody = { operations: PatchOperation[]; condition?: string } | PatchOperation[];

/** The changes of a patch, and its condition. @throws {ErrorResponse} 400 when there are none. */
export function patchParts(body: PatchRequestBody): Exclude<PatchRequestBody, readonly unknown[]> {
  const parts = Array.isArray(body) ? { operations: body } : body;
  if (Array.isArray(parts?.operations)) return parts;
  throw localError('The body of a patch must have an array of operations.', StatusCodes.BadRequest, 'BadRequest');
}
