import { describe, expect, it } from '@jest/globals';
import { headerNames } from '@perdura/cosmos-protocol';
import fc from 'fast-check';
import { createEmulator, type EmulatedAccount } from '../src/index.ts';
import { createRawClient, type RawClient } from './support/raw-client.ts';

const docs = '/dbs/shop/colls/orders/docs';
const container = { database: 'shop', container: 'orders' };
const words = ['a', 'Å', '', '"\\', '\u{1f600}'];

interface Shop {
  readonly account: EmulatedAccount;
  readonly client: RawClient;
}

/** A container of one partition with 40 items; many share a value, some lack it. */
async function openShop(): Promise<Shop> {
  const account = createEmulator({ partitionsPerContainer: 1, seed: 1 });
  const client = createRawClient(account);
  await client.createShop();
  for (let index = 0; index < 40; index += 1) {
    const customerId = `customer-${index % 8}`;
    const word = index % 4 === 3 ? {} : { word: words[index % words.length] };
    const body = { id: String(index), customerId, n: index % 3, ...word, tags: ['x', 'y'] };
    await client.send('POST', docs, { pk: [customerId], body });
  }
  return { account, client };
}

interface PageOfTest {
  readonly status: number;
  readonly results: readonly unknown[];
  readonly continuation: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
}

async function readPage(
  client: RawClient,
  text: string,
  rangeId: string,
  pageSize: number,
  from?: string,
  part: Readonly<Record<string, string>> = {},
): Promise<PageOfTest> {
  const { status, headers, json } = await client.send('POST', docs, {
    body: { query: text },
    headers: {
      'content-type': 'application/query+json',
      [headerNames.isQuery]: 'True',
      [headerNames.enableCrossPartitionQuery]: 'True',
      [headerNames.partitionKeyRangeId]: rangeId,
      [headerNames.maxItemCount]: String(pageSize),
      ...(from !== undefined && { [headerNames.continuation]: from }),
      ...part,
    },
  });
  return { status, results: json.Documents, continuation: headers[headerNames.continuation], headers };
}

async function readOn(client: RawClient, text: string, rangeId: string, pageSize: number, from?: string) {
  const results: unknown[] = [];
  let continuation = from;
  do {
    const page = await readPage(client, text, rangeId, pageSize, continuation);
    expect(page.status).toBe(200);
    expect(page.results.length).toBeLessThanOrEqual(pageSize);
    results.push(...page.results);
    expect(results.length).toBeLessThan(100);
    continuation = page.continuation;
  } while (continuation !== undefined);
  return results;
}

const sorted = (values: readonly unknown[]) => values.map((each) => JSON.stringify(each)).sort();

describe('the continuation of a query that orders or counts', () => {
  const texts = [
    'SELECT VALUE c.id FROM c ORDER BY c.n',
    'SELECT VALUE c.id FROM c ORDER BY c.n DESC',
    'SELECT VALUE c.id FROM c ORDER BY c.word',
    'SELECT VALUE c.id FROM c ORDER BY c.word DESC',
    'SELECT VALUE CONCAT(c.id, t) FROM c JOIN t IN c.tags ORDER BY c.n DESC',
    'SELECT TOP 100 VALUE c.id FROM c',
    'SELECT VALUE c.id FROM c ORDER BY c.n OFFSET 3 LIMIT 100',
  ];

  it.each(texts)('leads through the same results as one page has: %s', async (text) => {
    const { client } = await openShop();
    const whole = await readOn(client, text, '0', 1000);
    for (const pageSize of [1, 7, 39]) expect(await readOn(client, text, '0', pageSize)).toEqual(whole);
  });

  it.each(texts)('is true for both children of a partition that splits: %s', async (text) => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 30 }), async (pageSize) => {
        const { account, client } = await openShop();
        const whole = await readOn(client, text, '0', 1000);
        const { results, continuation } = await readPage(client, text, '0', pageSize);
        const children = await account.control.splitPartition({ ...container, partitionKeyRangeId: '0' });
        const rest = [];
        for (const child of children) rest.push(await readOn(client, text, child, 5, continuation));
        expect(sorted([...results, ...rest.flat()])).toEqual(sorted(whole));
        for (const part of rest) expect(part).toEqual(whole.filter((each) => part.includes(each)));
      }),
      { numRuns: 4 },
    );
  });

  it.each(['ORDER BY c.n DESC', 'ORDER BY c.word'])('is true for its part of a merged partition: %s', async (order) => {
    const { account, client } = await openShop();
    const text = `SELECT VALUE c.id FROM c ${order}`;
    const children = await account.control.splitPartition({ ...container, partitionKeyRangeId: '0' });
    const { json } = await client.send('GET', '/dbs/shop/colls/orders/pkranges');
    const parts = [];
    for (const { id, minInclusive, maxExclusive } of json.PartitionKeyRanges) {
      const whole = await readOn(client, text, id, 1000);
      const { continuation } = await readPage(client, text, id, 7);
      parts.push({ whole, continuation, minInclusive, maxExclusive });
    }
    const merged = await account.control.mergePartitions({ ...container, partitionKeyRangeIds: children });
    for (const { whole, continuation, minInclusive, maxExclusive } of parts) {
      const rest = await readPage(client, text, merged, 1000, continuation, {
        [headerNames.startEffectivePartitionKey]: minInclusive,
        [headerNames.endEffectivePartitionKey]: maxExclusive,
      });
      expect(rest.results).toEqual(whole.slice(7));
    }
  });

  it('counts what was sent towards TOP and LIMIT, after a split too', async () => {
    for (const text of [
      'SELECT TOP 9 VALUE c.id FROM c ORDER BY c.n',
      'SELECT VALUE c.id FROM c ORDER BY c.n OFFSET 2 LIMIT 9',
    ]) {
      const { account, client } = await openShop();
      const whole = await readOn(client, text, '0', 1000);
      expect(whole).toHaveLength(9);
      expect(await readOn(client, text, '0', 2)).toEqual(whole);
      const { continuation } = await readPage(client, text, '0', 7);
      for (const child of await account.control.splitPartition({ ...container, partitionKeyRangeId: '0' }))
        expect(await readOn(client, text, child, 1, continuation)).toHaveLength(2);
    }
  });

  it('holds when a client adds a condition that leaves out what it has, or the last item is gone', async () => {
    const { client } = await openShop();
    const text = (condition: string) => `SELECT VALUE c.id FROM c WHERE ${condition} ORDER BY c.n`;
    const whole = await readOn(client, text('true'), '0', 1000);
    const { results, continuation } = await readPage(client, text('true'), '0', 20);
    expect(await readOn(client, text('c.n >= 1'), '0', 3, continuation)).toEqual(whole.slice(20));
    const last = String(results.at(-1));
    await client.send('DELETE', `${docs}/${last}`, { pk: [`customer-${Number(last) % 8}`] });
    expect(await readOn(client, text('true'), '0', 3, continuation)).toEqual(whole.slice(20));
  });

  it('goes through groups, and is refused with 400 when their partition has split', async () => {
    const { account, client } = await openShop();
    const text = 'SELECT c.customerId, COUNT(1) AS count FROM c GROUP BY c.customerId';
    const whole = await readOn(client, text, '0', 1000);
    expect(whole).toHaveLength(8);
    expect(await readOn(client, text, '0', 3)).toEqual(whole);
    const { continuation } = await readPage(client, text, '0', 3);
    for (const child of await account.control.splitPartition({ ...container, partitionKeyRangeId: '0' })) {
      expect((await readPage(client, text, child, 3, continuation)).status).toBe(400);
    }
  });

  it('is refused with 400 by a query of another order, and when it is not one', async () => {
    const { client } = await openShop();
    const { continuation = '' } = await readPage(client, 'SELECT * FROM c ORDER BY c.n', '0', 3);
    const broken = continuation.replace(/:[\w-]*"/, ':bm8"');
    expect(broken).not.toBe(continuation);
    expect((await readPage(client, 'SELECT * FROM c', '0', 3, continuation)).status).toBe(400);
    expect((await readPage(client, 'SELECT * FROM c ORDER BY c.n', '0', 3, broken)).status).toBe(400);
  });

  it('comes with the direction in which equal results follow each other', async () => {
    const { client } = await openShop();
    const read = async (order: string) => {
      const { results, headers } = await readPage(client, `SELECT VALUE c.id FROM c ORDER BY c.n ${order}`, '0', 3);
      return [results, JSON.parse(headers[headerNames.queryExecutionInfo] ?? '')];
    };
    expect(await read('')).toEqual([['0', '3', '6'], { reverseRidEnabled: false, reverseIndexScan: false }]);
    expect(await read('DESC')).toEqual([['38', '35', '32'], { reverseRidEnabled: false, reverseIndexScan: true }]);
  });
});
