import { describe, expect, it } from '@jest/globals';
import {
  cosmosStatus,
  isAccountNotFound,
  isNotFound,
  isPartitionMoved,
  isSessionNotAvailable,
  isSuccess,
  isThrottled,
  isTrouble,
  isWriteForbidden,
} from './cosmos-status.ts';

const questions = {
  isSuccess,
  isThrottled,
  isNotFound,
  isSessionNotAvailable,
  isWriteForbidden,
  isAccountNotFound,
  isPartitionMoved,
  isTrouble,
};

describe('cosmosStatus', () => {
  it.each<[number, number, readonly (keyof typeof questions)[]]>([
    [200, 0, ['isSuccess']],
    [299, 0, ['isSuccess']],
    [304, 0, ['isSuccess']],
    [300, 0, []],
    [400, 0, []],
    [403, 0, []],
    [403, 3, ['isWriteForbidden']],
    [403, 1008, ['isAccountNotFound']],
    [404, 0, ['isNotFound']],
    [404, 1002, ['isSessionNotAvailable']],
    [404, 1003, ['isNotFound']],
    [408, 0, ['isTrouble']],
    [409, 0, []],
    [410, 0, ['isTrouble']],
    [410, 1002, ['isPartitionMoved', 'isTrouble']],
    [410, 1007, ['isPartitionMoved', 'isTrouble']],
    [410, 1008, ['isPartitionMoved', 'isTrouble']],
    [412, 1002, []],
    [429, 0, ['isThrottled']],
    [429, 3200, ['isThrottled']],
    [429, 3092, []],
    [500, 0, ['isTrouble']],
    [501, 0, []],
    [503, 0, ['isTrouble']],
    [505, 0, []],
    [599, 0, ['isTrouble']],
  ])('%d/%d answers yes to %j', (code, subStatus, expected) => {
    const status = cosmosStatus(code, subStatus);
    const answers = Object.entries(questions).filter(([, ask]) => ask(status));
    expect(answers.map(([name]) => name)).toEqual(expected);
  });

  it('is one frozen object for equal pairs, with the name of the pair', () => {
    expect(cosmosStatus(404, 1002)).toBe(cosmosStatus(404, 1002));
    expect(cosmosStatus(404, 1002)).toEqual({ code: 404, subStatus: 1002, name: 'ReadSessionNotAvailable' });
    expect(Object.isFrozen(cosmosStatus(404, 1002))).toBe(true);
    expect(cosmosStatus(299, 7).name).toBe('Unknown');
  });

  it('keeps pairs apart whose numbers run into each other', () => {
    expect(cosmosStatus(200, 100_000)).toEqual({ code: 200, subStatus: 100_000, name: expect.any(String) });
    expect(cosmosStatus(201, 0).code).toBe(201);
  });
});
