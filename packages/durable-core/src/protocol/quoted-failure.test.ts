import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { FailureDetails } from '../history/failure.ts';
import { decodeHistoryEvent } from './decode-history-event.ts';
import { quoteFailure, readQuotedFailure } from './quoted-failure.ts';

const plain: FailureDetails = { errorType: 'Declined', errorMessage: 'no\nfunds', isNonRetriable: true };
const recorded = (reason: string, details?: object) => {
  const event = decodeHistoryEvent({
    EventType: 6,
    EventId: -1,
    TaskScheduledId: 0,
    Timestamp: '2026-01-01T00:00:00Z',
    Reason: reason,
    FailureDetails: details,
  });
  return event.kind === 'task-failed' ? event.failure.failureDetails : undefined;
};

describe('a failure in the words of a host', () => {
  it.each<[string, FailureDetails]>([
    ['that says it is pointless to try again', plain],
    ['with data', { ...plain, isNonRetriable: false, properties: { reason: 51 } }],
    ['with a stack', { ...plain, stackTrace: 'Declined: no\n    at charge' }],
  ])('%s is read from history', (_what, failure) => {
    expect(recorded(`Activity function 'Charge' failed:  ${quoteFailure(failure)}`)).toEqual(failure);
  });

  it('may be tried again unless it says otherwise', () => {
    const reason = `Activity function 'Charge' failed: {"errorType":"x","errorMessage":"y"}`;
    expect(recorded(reason)).toEqual({ errorType: 'x', errorMessage: 'y', isNonRetriable: false });
  });

  it('loses to one that the host recorded in its parts', () => {
    const details = { ErrorType: 'Other', ErrorMessage: 'other' };
    const reason = `Activity function 'Charge' failed: ${quoteFailure(plain)}`;
    expect(recorded(reason, details)).toMatchObject({ errorType: 'Other' });
  });

  it.each([
    ["Activity function 'Charge' failed: no"],
    [`Activity function 'Charge' failed: {"errorType":"x"}`],
    [`Activity function 'Charge' failed: {"errorType":"x","errorMessage":"y"`],
    [`Activity function 'Charge' failed: he said {"errorType":"x","errorMessage":"y"}`],
    [`Activity function 'Charge' failed: the 'bank' failed: ${quoteFailure(plain)}`],
    [quoteFailure(plain)],
  ])('is only words in %j', (reason) => {
    expect(recorded(reason)).toBeUndefined();
  });

  it('comes back as it was, whatever it says', () => {
    const failures = fc.record({ errorType: fc.string(), errorMessage: fc.string(), isNonRetriable: fc.boolean() });
    fc.assert(
      fc.property(failures, (failure) => {
        expect(readQuotedFailure(`Activity function 'a' failed: ${quoteFailure(failure)}`)).toEqual(failure);
      }),
    );
  });
});
