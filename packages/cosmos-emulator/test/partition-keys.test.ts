import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createEmulator } from '../src/index.ts';
import { createRawClient } from './support/raw-client.ts';

const docs = '/dbs/shop/colls/orders/docs';
const asQuery = { 'content-type': 'application/query+json', 'x-ms-documentdb-isquery': 'True' };

/** A partition key's component, as an item holds it. */
type Component = string | number | boolean | null | undefined;

const component: fc.Arbitrary<Component> = fc.oneof(
  fc.constantFrom<Component>(undefined, null, true, false, '', 0, 1, '1', 'null', '{}'),
  fc.string(),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number + 0),
);

/** Components as the header spells them: what an item does not have is `{}`. */
const inHeader = (key: readonly Component[]): unknown[] => key.map((value) => (value === undefined ? {} : value));

describe('partition keys', () => {
  it.each([
    ['of version 1', { paths: ['/a/b'], kind: 'Hash', version: 1 }],
    ['of version 2', { paths: ['/a/b'], kind: 'Hash', version: 2 }],
    ['of two levels', { paths: ['/a/b', '/c'], kind: 'MultiHash', version: 2 }],
  ])('%s keep items of one id apart, whatever kinds of values they have', async (_name, partitionKey) => {
    const keys = fc.uniqueArray(fc.array(component, { minLength: 2, maxLength: 2 }), {
      minLength: 1,
      maxLength: 12,
      selector: (key) => JSON.stringify(inHeader(key.slice(0, partitionKey.paths.length))),
    });
    await fc.assert(
      fc.asyncProperty(keys, async (pairs) => {
        const client = createRawClient(createEmulator({ partitionsPerContainer: 3 }));
        await client.createShop(partitionKey);
        const members = pairs.map(([b, c], number) => ({
          number,
          pk: inHeader([b, c].slice(0, partitionKey.paths.length)),
          body: { id: '1', number, a: { b }, c },
        }));
        for (const { pk, body } of members) {
          expect((await client.send('POST', docs, { pk, body })).status).toBe(201);
          expect((await client.send('POST', docs, { pk, body })).status).toBe(409);
        }
        for (const { pk, number } of members) {
          expect((await client.send('GET', `${docs}/1`, { pk })).json.number).toBe(number);
          const query = { query: 'SELECT VALUE c.number FROM c' };
          expect((await client.send('POST', docs, { pk, body: query, headers: asQuery })).json.Documents).toEqual([
            number,
          ]);
          expect((await client.send('GET', docs, { pk })).json._count).toBe(1);
          const changes = await client.send('GET', docs, { pk, headers: { 'a-im': 'Incremental Feed' } });
          expect(changes.json.Documents.map((item: { number: number }) => item.number)).toEqual([number]);
        }
        const [first] = members;
        await client.send('DELETE', `${docs}/1`, { pk: first?.pk ?? [] });
        expect((await client.send('GET', docs)).json._count).toBe(members.length - 1);
      }),
      { numRuns: 30 },
    );
  });

  it.each([
    ['an object in the header', [{ a: 1 }], { id: '1' }, 400],
    ['an array in the header', [['x']], { id: '1' }, 400],
    ['an item that has an object there', [{}], { id: '1', customerId: { a: 1 } }, 201],
    ['an item that has an array there', [{}], { id: '1', customerId: ['x'] }, 201],
    ['a number where the item has its text', [1], { id: '1', customerId: '1' }, 400],
    ['a text where the item has a boolean', ['true'], { id: '1', customerId: true }, 400],
    ['null where the item has nothing', [null], { id: '1' }, 400],
    ['nothing where the item has null', [{}], { id: '1', customerId: null }, 400],
    ['no component', [], { id: '1' }, 400],
    ['two components for one path', ['a', 'b'], { id: '1', customerId: 'a' }, 400],
  ])('with %s answer as the service does', async (_name, pk, body, status) => {
    const client = createRawClient(createEmulator());
    await client.createShop();
    expect((await client.send('POST', docs, { pk, body })).status).toBe(status);
  });

  it('take texts of 2,048 bytes and no more, in each value by itself', async () => {
    const client = createRawClient(createEmulator());
    await client.createShop({ paths: ['/a', '/b'], kind: 'MultiHash', version: 2 });
    const create = async (a: string, b: string) => {
      const { status, json } = await client.send('POST', docs, { pk: [a, b], body: { id: '1', a, b } });
      return status === 201 ? status : [status, json.code, json.message.includes('2048 bytes')];
    };
    const refused = [400, 'BadRequest', true];
    expect(await create('x'.repeat(2048), 'é'.repeat(1024))).toBe(201);
    expect(await create('x'.repeat(2049), '')).toEqual(refused);
    expect(await create('', 'é'.repeat(1025))).toEqual(refused);
    expect(await create('', '🚲'.repeat(513))).toEqual(refused);
  });
});
