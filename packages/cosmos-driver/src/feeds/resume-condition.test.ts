import { describe, expect, it } from '@jest/globals';
import { resumeCondition } from './resume-condition.ts';

describe('resumeCondition', () => {
  it.each<[unknown, string, string]>([
    [undefined, 'true', '(NOT IS_DEFINED(c.a))'],
    [
      null,
      '(IS_NULL(c.a) OR IS_BOOL(c.a) OR IS_NUMBER(c.a) OR IS_STRING(c.a) OR IS_ARRAY(c.a) OR IS_OBJECT(c.a))',
      '(IS_NULL(c.a) OR NOT IS_DEFINED(c.a))',
    ],
    [
      false,
      '(IS_BOOL(c.a) OR IS_NUMBER(c.a) OR IS_STRING(c.a) OR IS_ARRAY(c.a) OR IS_OBJECT(c.a))',
      '(c.a = false OR IS_NULL(c.a) OR NOT IS_DEFINED(c.a))',
    ],
    [
      true,
      '(c.a = true OR IS_NUMBER(c.a) OR IS_STRING(c.a) OR IS_ARRAY(c.a) OR IS_OBJECT(c.a))',
      '(IS_BOOL(c.a) OR IS_NULL(c.a) OR NOT IS_DEFINED(c.a))',
    ],
    [
      1.5e300,
      '(c.a >= 1.5e+300 OR IS_STRING(c.a) OR IS_ARRAY(c.a) OR IS_OBJECT(c.a))',
      '(c.a <= 1.5e+300 OR IS_NULL(c.a) OR IS_BOOL(c.a) OR NOT IS_DEFINED(c.a))',
    ],
    [
      'a"\\\n',
      '(c.a >= "a\\"\\\\\\n" OR IS_ARRAY(c.a) OR IS_OBJECT(c.a))',
      '(c.a <= "a\\"\\\\\\n" OR IS_NULL(c.a) OR IS_BOOL(c.a) OR IS_NUMBER(c.a) OR NOT IS_DEFINED(c.a))',
    ],
  ])('leaves what does not come before %p', (value, up, down) => {
    expect(resumeCondition('c.a', value, 'Ascending')).toBe(up);
    expect(resumeCondition('c.a', value, 'Descending')).toBe(down);
  });
});
