import { describe, expect, it } from '@jest/globals';
import { isDurableClientError } from '../durable-client-error.ts';
import { readFailure } from './read-failure.ts';

const purpose = { action: "terminate instance 'a'", instanceId: 'a' };
const failure = (status: number, body = '') => readFailure({ status, headers: new Headers(), body }, purpose);

describe('the error for an unexpected status', () => {
  it.each([
    [404, 'not-found'],
    [409, 'conflict'],
    [410, 'gone'],
    [412, 'precondition-failed'],
    [501, 'not-implemented'],
    [400, 'http'],
    [500, 'http'],
  ])('HTTP %i is %s', (status, code) => {
    expect(failure(status)).toMatchObject({ code, status, instanceId: 'a', name: 'DurableClientError' });
  });

  it.each([
    ['{"Message":"Something went wrong.","ExceptionMessage":"No lease"}', 'Something went wrong. No lease'],
    ['"Please provide value."', 'Please provide value'],
    ['<html>Bad gateway</html>', '<html>Bad gateway</html>'],
    ['{"other":1}', undefined],
    ['', undefined],
  ])('takes what the hub said out of %s', (body, detail) => {
    expect(failure(500, body).detail).toBe(detail);
  });

  it('says what failed, with which status and why', () => {
    expect(failure(410, '').message).toBe(
      "Could not terminate instance 'a': HTTP 410, the instance has already finished.",
    );
    expect(failure(500, '{"Message":"x"}').message).toBe("Could not terminate instance 'a': HTTP 500, x.");
  });

  it('quotes only the beginning of a long plain text', () => {
    expect(failure(502, 'x'.repeat(10_000)).detail).toHaveLength(300);
  });

  it('is recognised by its guard, and nothing else is', () => {
    expect(isDurableClientError(failure(500))).toBe(true);
    expect(isDurableClientError(new Error('x'))).toBe(false);
    expect(isDurableClientError(null)).toBe(false);
  });
});
