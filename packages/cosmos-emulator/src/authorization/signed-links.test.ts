import { describe, expect, it } from '@jest/globals';
import { parseResourcePath } from '../requests/resource-path.ts';
import { isRefusal } from '../responses/answer.ts';
import { signedLinks, signedPath } from './signed-links.ts';

function linksOf(path: string): readonly string[] {
  const parsed = parseResourcePath(path);
  if (isRefusal(parsed)) throw new Error(parsed.message);
  return signedLinks(signedPath(parsed));
}

describe('signedLinks', () => {
  it.each([
    ['the account', '/', ['']],
    ['the feed of databases', '/dbs', ['']],
    ['a database, case kept', '/dbs/Shop', ['dbs/Shop']],
    ['the feed of items, by its container', '/dbs/shop/colls/Orders/docs', ['dbs/shop/colls/Orders']],
    ['an item, not percent-encoded', '/dbs/shop/colls/orders/docs/a%20b', ['dbs/shop/colls/orders/docs/a b']],
    ['an operation on a container, as the container', '/dbs/shop/colls/o/operations/x', ['dbs/shop/colls/o']],
    ['an offer, its id in lower case', '/offers/AbC1', ['abc1']],
    ['a database by resource id', '/dbs/3ub3lg==', ['dbs/3ub3lg==', '3ub3lg==']],
    [
      'the feed of a container by resource id',
      '/dbs/3ub3lg==/colls/3ub3loua09Q=/docs',
      ['dbs/3ub3lg==/colls/3ub3loua09Q=', '3ub3loua09q='],
    ],
  ])('names %s', (_name, path, expected) => {
    expect(linksOf(path)).toEqual(expected);
  });
});
