import { describe, expect, it } from '@jest/globals';
import { describeResource } from './token-provider.ts';

describe('describeResource', () => {
  it.each([
    ['/', '', ''],
    ['/dbs', 'dbs', ''],
    ['/dbs/shop', 'dbs', 'dbs/shop'],
    ['/dbs/shop/colls/orders/docs', 'docs', 'dbs/shop/colls/orders'],
    ['/dbs/shop/colls/orders/docs/a%20b', 'docs', 'dbs/shop/colls/orders/docs/a b'],
    ['/dbs/shop/colls/orders/pkranges', 'pkranges', 'dbs/shop/colls/orders'],
    ['/dbs/shop/colls/orders/operations/partitionkeydelete', 'colls', 'dbs/shop/colls/orders'],
  ])('says of %s that it is of type "%s" and about "%s"', (path, resourceType, resourceId) => {
    expect(describeResource(`https://shop.documents.azure.com:443${path}`)).toEqual({ path, resourceType, resourceId });
  });
});
