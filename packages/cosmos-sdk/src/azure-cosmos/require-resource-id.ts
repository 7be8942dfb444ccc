import { StatusCodes } from './status-codes.ts';
import { localError } from './translate-error.ts';

/** @throws {ErrorResponse} 400 for an id that no database or container can have. */
export function requireResourceId(body: { readonly id?: unknown }): void {
  const { id } = body;
  if (!id) return;
  if (typeof id !== 'string') throw localError('Id must be a string.', StatusCodes.BadRequest, 'BadRequest');
  if (/[/\\?#]/.test(id)) throw localError('Id contains illegal chars.', StatusCodes.BadRequest, 'BadRequest');
  if (id.endsWith(' ')) throw localError('Id ends with a space.', StatusCodes.BadRequest, 'BadRequest');
}

/** @throws {Error} unless there is an id to look for. */
export function requireBodyWithId(body: { readonly id?: unknown } | undefined): void {
  if (body?.id === undefined || body.id === null)
    throw new Error('body parameter must be an object with an id property');
}
