import { describe, expect, it } from '@jest/globals';
import { CosmosError, type CosmosErrorCode } from '@perdura/cosmos-driver';
import { ErrorResponse } from './error-response.ts';
import { AbortError, isRestError, RestError, TimeoutError } from './other-errors.ts';
import { translateError } from './translate-error.ts';

const status = (code: number, subStatus = 0) => ({ code, subStatus, name: 'Name' });

/** Answers of the service, by what they are called. */
const statuses = {
  'bad-request': 400,
  unauthorized: 401,
  forbidden: 403,
  'not-found': 404,
  'session-not-available': 404,
  'request-timeout': 408,
  conflict: 409,
  gone: 410,
  'precondition-failed': 412,
  throttled: 429,
  'retry-with': 449,
  'server-error': 503,
  'unexpected-status': 418,
  'invalid-response': 502,
  'credential-failed': 401,
} as const;

/** All other codes: what they become where the service has not answered. */
const withoutAnswer: Record<
  Exclude<CosmosErrorCode, keyof typeof statuses>,
  readonly [abstract new (...given: never[]) => Error, unknown]
> = {
  aborted: [AbortError, undefined],
  'deadline-exceeded': [TimeoutError, 'TimeoutError'],
  'transport-failed': [RestError, RestError.REQUEST_SEND_ERROR],
  'unsupported-query': [ErrorResponse, 400],
  'invalid-continuation': [ErrorResponse, 400],
  'buffer-exceeded': [ErrorResponse, 400],
  'invalid-item': [ErrorResponse, 400],
  'too-large': [ErrorResponse, 413],
  'not-supported': [ErrorResponse, 501],
  closed: [ErrorResponse, 'CLOSED'],
};

describe('translateError', () => {
  it.each(Object.entries(withoutAnswer))(
    'makes of %s an error of its class, and keeps the cause',
    (code, [kind, expected]) => {
      const cause = new CosmosError('failed', { code: code as CosmosErrorCode });
      const error = translateError(cause) as ErrorResponse;
      expect(error).toBeInstanceOf(kind);
      expect(error.code).toBe(expected);
      expect(error.cause).toBe(cause);
    },
  );

  it.each(Object.entries(statuses))('gives an answer of %s its status', (code, expected) => {
    const cause = new CosmosError('failed', { code: code as CosmosErrorCode, status: status(expected, 7) });
    const error = translateError(cause) as ErrorResponse;
    expect(error).toBeInstanceOf(ErrorResponse);
    expect(error).toMatchObject({ code: expected, substatus: 7, body: { code: 'Name', message: 'failed' }, cause });
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
