import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { describeFailure } from './describe-failure.ts';
import { TaskFailedError } from './task-failed-error.ts';

describe('describeFailure', () => {
  it('tells type, message, stack and cause of an error', () => {
    const error = new RangeError('too much', { cause: new TypeError('no number') });
    expect(describeFailure(error)).toMatchObject({
      errorType: 'RangeError',
      errorMessage: 'too much',
      stackTrace: expect.stringContaining('describe-failure.test'),
      isNonRetriable: false,
      innerFailure: { errorType: 'TypeError', errorMessage: 'no number' },
    });
  });

  it('keeps what the thrower says about retries, and its data', () => {
    const error = Object.assign(new Error('declined'), { isNonRetriable: true, properties: { reason: 51 } });
    expect(describeFailure(error)).toMatchObject({ isNonRetriable: true, properties: { reason: 51 } });
  });

  it('leaves out data that cannot be written as JSON', () => {
    const properties: Record<string, unknown> = {};
    properties.self = properties;
    expect(describeFailure(Object.assign(new Error('x'), { properties }))).not.toHaveProperty('properties');
  });

  it('keeps the failure of the task that was not caught', () => {
    const failureDetails = { errorType: 'Declined', errorMessage: 'no', isNonRetriable: true };
    const error = new TaskFailedError('Charge', 3, { reason: 'r', failureDetails });
    expect(describeFailure(error)).toMatchObject({
      errorType: 'TaskFailedError',
      errorMessage: 'Declined: no',
      innerFailure: failureDetails,
    });
  });

  it.each([
    ['text', 'text'],
    ['', 'an empty string was thrown'],
    [undefined, 'undefined was thrown'],
    [null, 'null'],
    [0, '0'],
    [{ code: 5 }, '{"code":5}'],
  ])('has a message for a thrown %j', (thrown, errorMessage) => {
    expect(describeFailure(thrown)).toMatchObject({ errorMessage, isNonRetriable: false });
  });

  it('comes to an end with an error that causes itself', () => {
    const error = new Error('again');
    error.cause = error;
    expect(describeFailure(error).errorMessage).toBe('again');
  });

  it('never has an empty message and can always be stored', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.anything(),
          fc.string().map((message) => new Error(message)),
        ),
        (thrown) => {
          const failure = describeFailure(thrown);
          return failure.errorMessage !== '' && typeof JSON.stringify(failure) === 'string';
        },
      ),
    );
  });

  it.each<[string, () => unknown]>([
    ['a message that cannot be read', () => hostile('message')],
    ['a type name that is no text', () => Object.assign(new Error('x'), { name: Symbol('n') })],
    ['a message that is no text', () => Object.assign(new Error(), { message: 10n })],
    ['a stack that is no text', () => Object.assign(new Error('x'), { stack: [1n] })],
    ['a cause that cannot be read', () => new Error('outer', { cause: hostile('message') })],
    ['a proxy that refuses everything', () => revokedProxy()],
  ])('gives texts that can be stored for an error with %s', (_what, thrown) => {
    const failure = describeFailure(thrown());
    expect(failure.errorMessage).toMatch(/./);
    expect(JSON.parse(JSON.stringify(failure))).toEqual(failure);
  });

  it('keeps what can be read of an error whose cause cannot', () => {
    const failure = describeFailure(new RangeError('outer', { cause: revokedProxy() }));
    expect(failure).toMatchObject({ errorType: 'RangeError', errorMessage: 'outer' });
    expect(failure.innerFailure?.errorMessage).toMatch(/cannot be looked at/);
  });
});

function hostile(member: string): Error {
  return Object.defineProperty(new Error('x'), member, {
    get() {
      throw new Error('not for you');
    },
  });
}

function revokedProxy(): object {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}
