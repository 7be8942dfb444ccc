import { describe, expect, it } from '@jest/globals';
import { answer, noAnswer } from '../../test/fakes/attempt.ts';
import { isFinal, isFinalForMetadata } from './is-final.ts';

describe('isFinal', () => {
  it.each<[number, number]>([
    [200, 0],
    [304, 0],
    [400, 0],
    [401, 0],
    [403, 0],
    [403, 3],
    [404, 0],
    [404, 1003],
    [405, 0],
    [409, 0],
    [410, 1000],
    [412, 0],
    [413, 0],
    [422, 0],
    [429, 3200],
    [429, 3210],
    [429, 3214],
    [451, 0],
    [501, 0],
    [505, 0],
  ])('is what another region would answer, too: %d/%d', (status, subStatus) => {
    expect(isFinal(answer(status, subStatus))).toBe(true);
  });

  it.each<[number, number]>([
    [403, 1008],
    [404, 1002],
    [408, 0],
    [410, 1002],
    [429, 0],
    [429, 3092],
    [449, 0],
    [500, 0],
    [503, 0],
  ])('is not what another region may answer better: %d/%d', (status, subStatus) => {
    expect(isFinal(answer(status, subStatus))).toBe(false);
  });

  it('is an answer that is too long, and the end of the operation, but no failure on the way', () => {
    const failure = noAnswer('unknown');
    expect(isFinal(failure)).toBe(false);
    expect(
      isFinal({ kind: 'transport-failure', requestSent: 'sent', hostUnreachable: false, tooLarge: true, error: 0 }),
    ).toBe(true);
    expect(isFinal({ kind: 'interrupted', by: 'deadline', inFlight: true })).toBe(true);
  });
});

describe('isFinalForMetadata', () => {
  it('is success, and the end of the operation', () => {
    const statuses = [200, 304, 404, 409].filter((status) => isFinalForMetadata(answer(status)));
    expect(statuses).toEqual([200, 304]);
    expect(isFinalForMetadata({ kind: 'interrupted', by: 'abort', inFlight: true })).toBe(true);
  });
});
