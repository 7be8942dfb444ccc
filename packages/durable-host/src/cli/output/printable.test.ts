import { expect, it } from '@jest/globals';
import { printable } from './printable.ts';

it('writes out what a terminal would obey, and leaves the rest', () => {
  expect(printable('a\u001b[2J\u009b\n\u202eb ö 😀')).toBe('a\\u001b[2J\\u009b\\u000a\\u202eb ö 😀');
});
