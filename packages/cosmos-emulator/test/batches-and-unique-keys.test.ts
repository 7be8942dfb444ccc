import { describe, expect, it } from '@jest/globals';
import {
  createRow,
  deleteRow,
  openBatchShop,
  patchRow,
  replaceRow,
  resultsOf,
  set,
  upsertRow,
} from './support/batch-shop.ts';
import { docs, westHost } from './support/rule-shop.ts';

const uniqueKeyPolicy = { uniqueKeys: [{ paths: ['/email'] }] };

describe('a batch in a container with unique keys', () => {
  it('is refused as a whole when two of its items have the same value', async () => {
    const { batch, list, create } = await openBatchShop({ uniqueKeyPolicy });
    const response = await batch([
      createRow('0', { email: 'z' }),
      createRow('1', { email: 'a' }),
      createRow('2', { email: 'a' }),
      createRow('3', { email: 'b' }),
    ]);
    expect([response.status, resultsOf(response)]).toEqual([207, [424, 424, '409/3301', 424]]);
    expect(await list()).toEqual([]);
    expect((await create({ id: '4', email: 'a' })).status).toBe(201);
    expect((await create({ id: '5', email: 'z' })).status).toBe(201);
  });

  it('is refused as a whole for the value of an item that is there', async () => {
    const { batch, list, create } = await openBatchShop({ uniqueKeyPolicy });
    await create({ id: '1', email: 'a' });
    expect(resultsOf(await batch([createRow('2', { email: 'b' }), upsertRow('3', { email: 'a' })]))).toEqual([
      424,
      '409/3301',
    ]);
    expect(resultsOf(await batch([createRow('2', { email: 'b' }), patchRow('2', set('/email', 'a'))]))).toEqual([
      424,
      '409/3301',
    ]);
    expect(await list()).toEqual(['1']);
  });

  it.each<[string, object, string]>([
    ['a delete', deleteRow('1'), '2'],
    ['a patch', patchRow('1', set('/email', 'c')), '1,2'],
    ['an upsert', upsertRow('1', { email: 'c' }), '1,2'],
    ['a replace', replaceRow('1', { email: 'c' }), '1,2'],
  ])('takes a value that %s before it gave up, not one that is given up after it', async (_kind, release, ids) => {
    const { batch, list, create } = await openBatchShop({ uniqueKeyPolicy });
    await create({ id: '1', email: 'a' });
    expect(resultsOf(await batch([createRow('2', { email: 'a' }), release]))).toEqual(['409/3301', 424]);
    expect((await batch([release, createRow('2', { email: 'a' })])).status).toBe(200);
    expect((await list()).join()).toBe(ids);
    expect((await create({ id: '3', email: 'a' })).headers['x-ms-substatus']).toBe('3301');
  });

  it('swaps two values over a third, and does not without', async () => {
    const { batch, client, create } = await openBatchShop({ uniqueKeyPolicy });
    await create({ id: '1', email: 'a' });
    await create({ id: '2', email: 'b' });
    const [one, two] = [patchRow('1', set('/email', 'b')), patchRow('2', set('/email', 'a'))];
    expect(resultsOf(await batch([one, two]))).toEqual(['409/3301', 424]);
    expect((await batch([patchRow('1', set('/email', 'c')), two, one])).status).toBe(200);
    const { json } = await client.send('GET', docs);
    expect(json.Documents).toMatchObject([
      { id: '1', email: 'b' },
      { id: '2', email: 'a' },
    ]);
  });

  it('that is not atomic refuses the operation alone', async () => {
    const { batch, list } = await openBatchShop({ uniqueKeyPolicy });
    const response = await batch(
      [createRow('1', { email: 'a' }), createRow('2', { email: 'a' }), createRow('3', { email: 'b' })],
      {
        'x-ms-cosmos-batch-atomic': 'False',
      },
    );
    expect([response.status, resultsOf(response)]).toEqual([207, [201, '409/3301', 201]]);
    expect(await list()).toEqual(['1', '3']);
  });

  it('leaves the same values taken in the region that writes next', async () => {
    const { batch, account, create } = await openBatchShop({ uniqueKeyPolicy });
    await batch([createRow('1', { email: 'a' }), deleteRow('1'), createRow('2', { email: 'a' })]);
    await account.control.setWriteRegion('West US');
    expect((await create({ id: '3', email: 'a' }, westHost)).headers['x-ms-substatus']).toBe('3301');
    expect((await create({ id: '1', email: 'b' }, westHost)).status).toBe(201);
  });
});

describe('a patch in a container with unique keys', () => {
  it('is refused by 409/3301 when it takes the value of another item, and changes nothing', async () => {
    const { patch, read, create } = await openBatchShop({ uniqueKeyPolicy });
    await create({ id: '1', email: 'a' });
    const { json: before } = await create({ id: '2', email: 'b', total: 5 });
    const { status, headers, json } = await patch('2', [set('/total', 6), set('/email', 'a')]);
    expect([status, headers['x-ms-substatus'], json.code]).toEqual([409, '3301', 'Conflict']);
    expect((await read({ id: '2' })).json).toEqual(before);
  });

  it('keeps its own value, and gives up the one it had', async () => {
    const { patch, create } = await openBatchShop({ uniqueKeyPolicy });
    await create({ id: '1', email: 'a' });
    expect((await patch('1', [set('/email', 'a'), set('/total', 6)])).status).toBe(200);
    expect((await patch('1', [{ op: 'move', from: '/email', path: '/old' }])).json.old).toBe('a');
    expect((await create({ id: '2', email: 'a' })).status).toBe(201);
    // The first one has no value now, and only one item may have none.
    expect((await patch('2', [{ op: 'remove', path: '/email' }])).headers['x-ms-substatus']).toBe('3301');
  });
});
