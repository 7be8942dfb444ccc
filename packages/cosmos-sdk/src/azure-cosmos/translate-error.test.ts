import { describe, expect, it } from '@jest/globals';
import { CosmosError, type CosmosErrorCode } from '@perdura/cosmos-driver';
import { ErrorResponse } from './error-response.ts';
import { AbortError, isRestError, RestError, TimeoutError } from './other-errors.ts';
import { translateError } from './translate-error.ts';

const status = (code: number, subStatus = 0) => ({ code, subStatus, name: 'Name' });

describe('translateError', () => {
  it.each<[CosmosErrorCode, unknown, unknown]>([
    ['aborted', AbortError, undefined],
    ['deadline-exceeded', TimeoutError, 'TimeoutError'],
    ['unsupported-query', ErrorResponse, 400],
    ['invalid-continuation', ErrorResponse, 400],
    ['buffer-exceeded', ErrorResponse, 400],
    ['not-supported', ErrorResponse, 501],
    ['closed', ErrorResponse, 'CLOSED'],
  ])('makes of %s an error of its class, and keeps the cause', (code, kind, expected) => {
    const cause = new CosmosError('failed', { code });
    const error = translateError(cause) as ErrorResponse;
    expect(error).toBeInstanceOf(kind);
    expect(error.code).toBe(expected);
    expect(error.cause).toBe(cause);
  });

  it('gives what the driver says in the place of the service its status', () => {
    const cause = new CosmosError('too large', { code: 'too-large', status: status(413, 20020) });
    expect(translateError(cause)).toMatchObject({ code: 413, substatus: 20020, message: 'too large', cause });
  });

  it('tells timeouts of the transport from broken connections', () => {
    const inside = (cause: unknown) => new CosmosError('no answer', { code: 'transport-failed', cause });
    const late = Object.assign(new Error('late'), { name: 'TimeoutError' });
    const reset = new Error('outer', { cause: Object.assign(new Error('inner'), { code: 'ECONNRESET' }) });
    expect(translateError(inside(late))).toBeInstanceOf(TimeoutError);
    const broken = translateError(inside(reset));
    expect(broken).toMatchObject({ name: 'RestError', code: 'ECONNRESET', message: 'inner' });
    expect(isRestError(broken)).toBe(true);
    expect(translateError(inside(undefined))).toMatchObject({ code: RestError.REQUEST_SEND_ERROR });
  });

  it('makes a 400 of what is refused before it is sent, and hands everything else on', () => {
    const refused = new TypeError('The id must not be empty.');
    expect(translateError(refused)).toMatchObject({ code: 400, body: { code: 'BadRequest' }, cause: refused });
    for (const other of [new RangeError('x'), 'text', undefined, new ErrorResponse('done')]) {
      expect(translateError(other)).toBe(other);
    }
  });
});
