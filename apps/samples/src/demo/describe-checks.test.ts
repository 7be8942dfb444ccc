import { describe, expect, it } from '@jest/globals';
import { check } from './check.ts';
import { describeChecks } from './describe-checks.ts';

describe('describeChecks', () => {
  it('lines up what was found, and says what was expected where it differs', () => {
    expect(describeChecks([check('rows', 3, 3), check('a longer name', 'no', 'yes')])).toEqual([
      '✓ rows           3',
      '✗ a longer name  no   but expected yes',
    ]);
  });
});
