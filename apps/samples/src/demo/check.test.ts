import { describe, expect, it } from '@jest/globals';
import { check } from './check.ts';

describe('check', () => {
  it('is met by a value that is equal in all its parts', () => {
    expect(check('the answer', { rows: [1, 2] }, { rows: [1, 2] })).toEqual({
      what: 'the answer',
      found: '{ rows: [ 1, 2 ] }',
      expected: '{ rows: [ 1, 2 ] }',
      isMet: true,
    });
  });

  it('is not met by anything else', () => {
    expect(check('rows', 699, 700)).toMatchObject({ found: '699', expected: '700', isMet: false });
    expect(check('rows', '700', 700).isMet).toBe(false);
  });
});
