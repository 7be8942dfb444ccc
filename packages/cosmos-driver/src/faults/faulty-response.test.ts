import { expect, it } from '@jest/globals';
import type { FaultError } from './fault-result.ts';
import { faultyErrorResponse } from './faulty-response.ts';

it.each<[FaultError, number, string | undefined]>([
  ['internal-server-error', 500, undefined],
  ['too-many-requests', 429, undefined],
  ['retry-with', 449, undefined],
  ['timeout', 408, undefined],
  ['service-unavailable', 503, undefined],
  ['read-session-not-available', 404, '1002'],
  ['partition-is-gone', 410, '1002'],
  ['write-forbidden', 403, '3'],
  ['database-account-not-found', 403, '1008'],
])('%s is answered as the service would: %i/%s', (error, status, subStatus) => {
  const answer = faultyErrorResponse(error, 'one');
  expect([answer?.status, answer?.headers['x-ms-substatus']]).toEqual([status, subStatus]);
  expect(JSON.parse(new TextDecoder().decode(answer?.body))).toMatchObject({
    code: error,
    message: expect.stringContaining('"one"'),
  });
});

it.each<FaultError>(['connection-error', 'response-timeout'])('%s is no answer', (error) => {
  expect(faultyErrorResponse(error, 'one')).toBeUndefined();
});
