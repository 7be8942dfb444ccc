import { describe, expect, it } from '@jest/globals';
import { parseResourcePath } from './resource-path.ts';

describe('parseResourcePath', () => {
  it.each([
    ['/', [], '', false],
    ['', [], '', false],
    ['//', [], '', false],
    ['/dbs', ['dbs'], 'dbs', true],
    ['/dbs/shop', ['dbs', 'shop'], 'dbs', false],
    ['/dbs/shop/colls/orders/docs', ['dbs', 'shop', 'colls', 'orders', 'docs'], 'docs', true],
    ['/dbs/3ub3lg==/colls/3ub3loua09Q=/', ['dbs', '3ub3lg==', 'colls', '3ub3loua09Q='], 'colls', false],
    ['/dbs/a%20b%25', ['dbs', 'a b%'], 'dbs', false],
    ['/dbs/..', ['dbs', '..'], 'dbs', false],
  ])('reads %p', (path, segments, resourceType, isFeed) => {
    expect(parseResourcePath(path)).toEqual({ segments, resourceType, isFeed });
  });

  it.each(['/dbs//colls', '//dbs', '/dbs/%', '/dbs/%ff'])('refuses %p with 400', (path) => {
    expect(parseResourcePath(path)).toMatchObject({ kind: 'refusal', status: 400 });
  });
});
