import { describe, expect, it } from '@jest/globals';
import {
  createRow,
  deleteRow,
  openBatchShop,
  patchRow,
  readRow,
  replaceRow,
  resultsOf,
  set,
} from './support/batch-shop.ts';
import { docs, eastHost, type RuleShop, westHost } from './support/rule-shop.ts';

const uniqueKeyPolicy = { uniqueKeys: [{ paths: ['/email'] }] };

describe('patches, batches and times to live', () => {
  it.each([[0], [-2], [1.5], ['10'], [null]])('refuse a patch that sets the time to live %j by 400', async (ttl) => {
    const { patch, batch, read, create } = await openBatchShop({ defaultTtl: -1 });
    const { json: before } = await create({ id: '1' });
    const { status, json, headers } = await patch('1', [set('/ttl', ttl)]);
    expect([status, json.message]).toEqual([400, expect.stringContaining('The input ttl')]);
    const misfit = await patch('1', [{ op: 'remove', path: '/none' }]);
    expect(headers['x-ms-request-charge']).toBe(misfit.headers['x-ms-request-charge']);
    expect(resultsOf(await batch([createRow('2'), patchRow('1', set('/ttl', ttl))]))).toEqual([424, 400]);
    expect(resultsOf(await batch([createRow('2', { ttl })]))).toEqual([400]);
    expect((await read({ id: '1' })).json).toEqual(before);
  });

  it('let a patch renew, prolong and end an item', async () => {
    const { patch, read, create, pass } = await openBatchShop({ defaultTtl: 10 });
    await create({ id: '1' });
    pass(9000);
    expect((await patch('1', [set('/total', 1)])).status).toBe(200);
    pass(9000);
    expect((await patch('1', [set('/ttl', 100)])).status).toBe(200);
    pass(99_000);
    expect((await patch('1', [{ op: 'incr', path: '/ttl', value: -99 }])).json.ttl).toBe(1);
    pass(1000);
    expect((await read({ id: '1' })).status).toBe(404);
    expect((await patch('1', [set('/total', 1)])).status).toBe(404);
  });

  it('hide from a batch what expired, which it may create anew', async () => {
    const { batch, create, pass, read } = await openBatchShop({ defaultTtl: 10, uniqueKeyPolicy });
    await create({ id: '1', email: 'a' });
    const gone = [readRow('1'), deleteRow('1'), patchRow('1', set('/total', 1)), replaceRow('1')];
    pass(10_000);
    for (const row of gone) expect(resultsOf(await batch([createRow('9', { email: 'z' }), row]))).toEqual([424, 404]);
    expect(resultsOf(await batch([createRow('2', { email: 'a' }), createRow('1', { email: 'b' })]))).toEqual([
      201, 201,
    ]);
    expect((await read({ id: '1' }, westHost)).json.email).toBe('b');
  });

  it('count from the batch for all it wrote', async () => {
    const { batch, list, pass } = await openBatchShop({ defaultTtl: 10 });
    await batch([createRow('1'), createRow('2', { ttl: 20 })]);
    pass(9000);
    await batch([patchRow('1', set('/total', 1)), readRow('2')]);
    pass(9000);
    expect(await list()).toEqual(['1', '2']);
    pass(1000);
    expect(await list(westHost)).toEqual(['2']);
    pass(1000);
    expect(await list()).toEqual([]);
  });

  it('leave nothing to delete of a partition key that expired', async () => {
    const { client, create, pass } = await openBatchShop({ defaultTtl: 10 });
    await create({ id: '1' });
    await create({ id: '2', ttl: -1 });
    pass(10_000);
    const { headers } = await client.send('POST', `/dbs/shop/colls/orders/operations/partitionkeydelete`, {
      pk: ['ada'],
    });
    // Two creates, one end, one delete.
    expect(headers).toMatchObject({ lsn: '4', 'x-ms-resource-usage': expect.stringContaining('documentsCount=0;') });
  });
});

describe('the change feed of patches and times to live', () => {
  const feed = ({ client }: RuleShop, mode: string, etag?: string, host = eastHost) =>
    client.send('GET', docs, { host, headers: { 'a-im': mode, ...(etag !== undefined && { 'if-none-match': etag }) } });

  it('shows a patch as a replace with the version before, and the end of an item that a patch gave one', async () => {
    const shop = await openBatchShop({ defaultTtl: -1 });
    const { headers: start } = await feed(shop, 'Full-Fidelity Feed', '*');
    await shop.create({ id: '1', total: 1 });
    await shop.patch('1', [set('/total', 2), set('/ttl', 5)]);
    shop.pass(5000);
    const { json, headers } = await feed(shop, 'Full-Fidelity Feed', start.etag);
    expect(json.Documents).toMatchObject([
      { current: { id: '1', total: 1 }, metadata: { operationType: 'create', lsn: 1 } },
      {
        current: { id: '1', total: 2, ttl: 5 },
        metadata: { operationType: 'replace', lsn: 2, previousImageLSN: 1 },
      },
      {
        current: {},
        previous: { id: '1', total: 2, ttl: 5 },
        metadata: { operationType: 'delete', lsn: 3, previousImageLSN: 2, timeToLiveExpired: true },
      },
    ]);
    expect((await feed(shop, 'Full-Fidelity Feed', headers.etag)).status).toBe(304);
  });

  it('shows the latest version after patches, once, and not when it expired', async () => {
    const shop = await openBatchShop({ defaultTtl: 10 });
    await shop.create({ id: '1', total: 1 });
    await shop.create({ id: '2', total: 1 });
    const { headers: first } = await feed(shop, 'Incremental Feed');
    await shop.patch('1', [set('/total', 2)]);
    await shop.patch('1', [set('/total', 3)]);
    await shop.batch([patchRow('1', set('/total', 4)), patchRow('1', set('/total', 5), set('/ttl', 60))]);
    for (const host of [eastHost, westHost]) {
      const { json } = await feed(shop, 'Incremental Feed', first.etag, host);
      expect(json.Documents).toMatchObject([{ id: '1', total: 5, _lsn: 5 }]);
    }
    shop.pass(10_000);
    const { json: all } = await feed(shop, 'Incremental Feed');
    expect(all.Documents).toMatchObject([{ id: '1', total: 5 }]);
    shop.pass(50_000);
    const { status, json } = await feed(shop, 'Incremental Feed');
    expect([status, json]).toEqual([304, undefined]);
  });
});
