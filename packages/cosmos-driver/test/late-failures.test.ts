import { expect, it } from '@jest/globals';
import { transportFailure } from '../src/effects/transport.ts';
import type { RequestSent } from '../src/response/attempt-outcome.ts';
import { createOrder, fakeAccount } from './fakes/fake-account.ts';

it.each<[RequestSent, boolean]>([
  ['not-sent', false],
  ['unknown', true],
  ['sent', true],
])(
  'a write whose transport fails behind the deadline, %s, may have been applied: %p',
  async (requestSent, expected) => {
    const { createDriver, transport, clock } = fakeAccount();
    const driver = await createDriver();
    transport.send = () => {
      clock.advance(1_000);
      return Promise.reject(transportFailure('no way', requestSent));
    };
    await expect(driver.executeOperation(createOrder, { endToEndTimeoutMs: 500 })).rejects.toMatchObject({
      code: 'deadline-exceeded',
      mayHaveBeenApplied: expected,
      diagnostics: { requestCount: 1 },
    });
  },
);
