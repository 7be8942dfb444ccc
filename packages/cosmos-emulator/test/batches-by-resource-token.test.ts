import { describe, expect, it } from '@jest/globals';
import type { IssueResourceTokenOptions } from '../src/index.ts';
import { atomic, openBatchShop, patchRow, resultsOf, set } from './support/batch-shop.ts';
import type { RawClient } from './support/raw-client.ts';
import { docs } from './support/rule-shop.ts';

const orders = '/dbs/shop/colls/orders';
const name = { database: 'shop', container: 'orders' };

describe('resource tokens for patches, batches and partition keys', () => {
  async function openWithToken(options: Partial<IssueResourceTokenOptions>) {
    const shop = await openBatchShop({});
    for (const customerId of ['ada', 'bob']) await shop.create({ id: '1', customerId });
    const token = await shop.account.control.issueResourceToken({ ...name, mode: 'all', ...options });
    const send = async (method: string, path: string, request: Parameters<RawClient['send']>[2] = {}) => {
      const headers = { ...request.headers, authorization: encodeURIComponent(token) };
      return shop.client.send(method, path, { ...request, headers });
    };
    /** What changes items of a customer, and what came of it. */
    const change = async (...pk: readonly unknown[]) => {
      const patched = await send('PATCH', `${docs}/1`, { pk, body: [set('/total', 1)] });
      const rows = [patchRow('1', set('/total', 2))];
      const batched = await send('POST', docs, { pk, body: rows, headers: atomic });
      const deleted = await send('POST', `${orders}/operations/partitionkeydelete`, { pk });
      return [patched.status, batched.status, deleted.status];
    };
    const totals = async () =>
      (await shop.client.send('GET', docs)).json.Documents.map(
        ({ customerId, total = 0 }: { customerId: string; total?: number }) => `${customerId} ${total}`,
      ).sort();
    return { ...shop, send, change, totals };
  }

  it('that read allow none of them', async () => {
    const { change, totals } = await openWithToken({ mode: 'read' });
    expect(await change('ada')).toEqual([403, 403, 403]);
    expect(await totals()).toEqual(['ada 0', 'bob 0']);
  });

  it('for all allow all of them', async () => {
    const { change, totals } = await openWithToken({});
    expect(await change('ada')).toEqual([200, 200, 200]);
    expect(await totals()).toEqual(['bob 0']);
  });

  it('for a partition key allow them there alone', async () => {
    const { change, totals } = await openWithToken({ partitionKey: 'ada' });
    expect(await change('bob')).toEqual([403, 403, 403]);
    expect(await totals()).toEqual(['ada 0', 'bob 0']);
    expect(await change('ada')).toEqual([200, 200, 200]);
    expect(await totals()).toEqual(['bob 0']);
  });

  it.each(['True', 'False'])(
    'for a partition key do not reach another one by the operations of a batch (atomic: %s)',
    async (isAtomic) => {
      const { send, totals } = await openWithToken({ partitionKey: 'ada' });
      const headers = { ...atomic, 'x-ms-cosmos-batch-atomic': isAtomic };
      const row = { ...patchRow('1', set('/total', 5)), partitionKey: '["bob"]' };
      const response = await send('POST', docs, { pk: ['ada'], body: [row], headers });
      expect([response.status, resultsOf(response)]).toEqual([207, ['400/1001']]);
      const ofRange = { ...headers, 'x-ms-documentdb-partitionkeyrangeid': '0' };
      expect((await send('POST', docs, { body: [row], headers: ofRange })).status).toBe(403);
      expect(await totals()).toEqual(['ada 0', 'bob 0']);
    },
  );
});
