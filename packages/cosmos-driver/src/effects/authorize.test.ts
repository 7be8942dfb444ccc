import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createAuthorize } from './authorize.ts';
import { importKeyNode } from './sign-node.ts';
import { importKeyWebCrypto } from './sign-webcrypto.ts';

/** The example of https://learn.microsoft.com/rest/api/cosmos-db/access-control-on-cosmosdb-resources */
const documented = {
  key: 'dsZQi3KtZmCv1ljt3VNWNm7sQUF1y5rJfC6kv5JiwvW0EndXdDku/dkKBp8/ufDToSxLzR4y+O/0H/t4bQtVNw==',
  parts: { verb: 'GET', resourceType: 'dbs', resourceLink: 'dbs/ToDoList', date: 'Thu, 27 Apr 2017 00:51:12 GMT' },
  authorization: 'type%3Dmaster%26ver%3D1.0%26sig%3Dc09PEVJrgp2uQRkr934kFbTqhByc7TVr3OHyqlu%2Bc%2Bc%3D',
};

describe('createAuthorize', () => {
  it.each([
    ['Node', importKeyNode],
    ['WebCrypto', importKeyWebCrypto],
  ])('signs the documented example by %s', async (_, importKey) => {
    const authorize = createAuthorize({ key: documented.key }, importKey);
    expect(await authorize(documented.parts)).toBe(documented.authorization);
  });

  it('signs without waiting under Node', () => {
    expect(createAuthorize({ key: documented.key }, importKeyNode)(documented.parts)).toBe(documented.authorization);
  });

  it('signs alike by Node and by WebCrypto', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ minLength: 1, maxLength: 80 }),
        fc.string({ unit: 'grapheme' }),
        async (key, text) => {
          const base64 = Buffer.from(key).toString('base64');
          expect(await importKeyWebCrypto(base64)(text)).toBe(await importKeyNode(base64)(text));
        },
      ),
    );
  });

  it('asks a key function before every request, and follows a key that changes', async () => {
    const keys = [documented.key, documented.key, 'b3RoZXI='];
    const imported: string[] = [];
    const authorize = createAuthorize({ key: () => keys.shift() ?? '' }, (key) => {
      imported.push(key);
      return importKeyNode(key);
    });
    expect(await authorize(documented.parts)).toBe(documented.authorization);
    expect(await authorize(documented.parts)).toBe(documented.authorization);
    expect(await authorize(documented.parts)).not.toBe(documented.authorization);
    expect(imported).toEqual([documented.key, 'b3RoZXI=']);
    await expect(authorize(documented.parts)).rejects.toThrow('The account key is missing');
  });
});
