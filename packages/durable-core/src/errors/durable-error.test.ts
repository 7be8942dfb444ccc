import { describe, expect, it } from '@jest/globals';
import { DurableError, isDurableError } from './durable-error.ts';
import { TaskFailedError } from './task-failed-error.ts';

describe('isDurableError', () => {
  it('knows errors of this package, also of another copy of it', () => {
    const ofAnotherCopy = Object.assign(new Error('x'), { [Symbol.for('perdura.durable-core.error')]: true });
    expect([new DurableError('cancelled', 'x'), ofAnotherCopy].map(isDurableError)).toEqual([true, true]);
    expect([new Error('x'), null, undefined, 'cancelled', {}].some(isDurableError)).toBe(false);
  });
});

describe('TaskFailedError', () => {
  const inner = { errorType: 'RangeError', errorMessage: 'inner', isNonRetriable: false };
  const failureDetails = { errorType: 'Declined', errorMessage: 'no', isNonRetriable: true, innerFailure: inner };

  it('reads like the structured failure, or like the two texts', () => {
    expect(new TaskFailedError('A', 0, { reason: 'r', details: 'd', failureDetails }).message).toBe('Declined: no');
    expect(new TaskFailedError('A', 0, { reason: 'r', details: 'd' }).message).toBe('r \n d');
    expect(new TaskFailedError('A', 0, { reason: 'r', details: '' }).message).toBe('r');
  });

  it('knows what it is caused by', () => {
    const error = new TaskFailedError('A', 0, { reason: 'r', failureDetails });
    expect(['Declined', 'RangeError', 'TypeError'].map((type) => error.isCausedBy(type))).toEqual([true, true, false]);
    expect(new TaskFailedError('A', 0, { reason: 'r' }).isCausedBy('Declined')).toBe(false);
  });
});
