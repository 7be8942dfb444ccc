import { describe, expect, it } from '@jest/globals';
import { clientStatuses, cosmosStatus } from './cosmos-status.ts';
import { type StatusQuestions, statusIs } from './status-is.ts';

describe('statusIs', () => {
  it.each<[number, number, readonly (keyof StatusQuestions)[]]>([
    [200, 0, ['success']],
    [207, 0, ['success']],
    [304, 0, ['success']],
    [400, 0, ['badRequest']],
    [401, 0, ['unauthorized']],
    [403, 0, ['forbidden']],
    [403, 3, ['forbidden', 'writeForbidden']],
    [403, 1008, ['forbidden', 'databaseAccountNotFound']],
    [404, 0, ['notFound']],
    [404, 1002, ['readSessionNotAvailable']],
    [404, 1003, []],
    [408, 0, ['timeout', 'transient']],
    [409, 0, ['conflict']],
    [410, 0, ['gone']],
    [410, 1002, ['gone', 'partitionKeyRangeGone']],
    [412, 0, ['preconditionFailed']],
    [424, 0, []],
    [429, 3200, ['throttled', 'transient']],
    [449, 0, ['retryWith', 'transient']],
    [500, 0, []],
    [503, 0, ['serviceUnavailable', 'transient']],
    [503, clientStatuses.transportFailed.subStatus, ['serviceUnavailable', 'transportFailed', 'transient']],
  ])('answers for %i/%i %j', (code, subStatus, expected) => {
    const status = cosmosStatus(code, subStatus);
    const answers = Object.entries(statusIs).filter(([, question]) => question(status));
    expect(answers.map(([name]) => name).sort()).toEqual([...expected].sort());
  });

  it('answers no for no status', () => {
    expect(Object.values(statusIs).some((question) => question(undefined))).toBe(false);
  });
});
