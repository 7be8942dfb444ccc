import { describe, expect, it } from '@jest/globals';
import { hasSource } from './has-source.ts';

describe('hasSource', () => {
  it.each<[string, boolean]>([
    ['SELECT * FROM c', true],
    ['select *\nfrom c', true],
    ["SELECT 'a' FROM c", true],
    ['SELECT 1', false],
    ["SELECT 'from \\' c'", false],
    ['SELECT {"from": 1} -- FROM c', false],
    ['SELECT /* FROM c */ 1', false],
    ['SELECT 1 AS fromage', false],
  ])('of %s is %p', (query, expected) => {
    expect(hasSource(query)).toBe(expected);
  });
});
