import { expect, it } from '@jest/globals';
import { isJson } from './is-json.ts';

const nested = (depth: number, inside = '') => `${'[{"a":'.repeat(depth / 2)}${inside || '1'}${'}]'.repeat(depth / 2)}`;

it.each(['null', '0', '"x"', ' [1, {"a": "\\"]"}] ', nested(1_000), nested(1_000, '"[[{{"'), `"${'['.repeat(2_000)}"`])(
  'takes %.40s',
  (text) => expect(isJson(text)).toBe(true),
);

it.each(['', ' ', '{', 'x', '1 2', "'x'", nested(1_002), nested(100_000)])('refuses %.40s', (text) =>
  expect(isJson(text)).toBe(false),
);
