import { describe, expect, it } from '@jest/globals';
import { describeResource, signedBy } from './token-provider.ts';

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

describe('signedBy', () => {
  it('tells the provider of the request, dated, and sends its token encoded', async () => {
    const sent: Readonly<Record<string, string>>[] = [];
    const transport = {
      async send({ headers }: { readonly headers: Readonly<Record<string, string>> }) {
        sent.push(headers);
        return { status: 200, headers: {}, body: new Uint8Array() };
      },
    };
    const signing = signedBy(
      async ({ verb, headers }) => `type=x&verb=${verb}&date=${headers['x-ms-date']}`,
      transport,
    );
    const headers = { 'x-ms-date': 'today', authorization: 'placeholder' };
    await signing.send({ method: 'GET', url: 'https://shop.documents.azure.com/dbs', headers });
    expect(sent).toEqual([{ 'x-ms-date': 'today', authorization: 'type%3Dx%26verb%3DGET%26date%3Dtoday' }]);
  });
});
