import { expect, it } from '@jest/globals';
import { rememberLast } from './remember-last.ts';

it('rememberLast computes only what it was not asked for last', () => {
  const asked: unknown[] = [];
  const join = rememberLast((...parts: readonly unknown[]) => {
    asked.push(parts);
    return parts.join('-');
  });
  expect([join(1, 2), join(1, 2), join(1), join(1, undefined), join(1, 2)]).toEqual(['1-2', '1-2', '1', '1-', '1-2']);
  expect(asked).toEqual([[1, 2], [1], [1, undefined], [1, 2]]);
});
