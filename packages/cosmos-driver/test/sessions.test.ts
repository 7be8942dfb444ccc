import { describe, expect, it } from '@jest/globals';
import { CosmosOperation } from '../src/operation/cosmos-operation.ts';
import { ItemReference } from '../src/operation/item-reference.ts';
import { regionsAccount } from './fakes/regions-account.ts';

/** A container of many partitions, and the session tokens that are sent with reads and writes of items. */
async function shopOf(partitionsPerContainer: number) {
  const tokens: (string | undefined)[] = [];
  let rangeReads = 0;
  const { account, driver, orders, close } = await regionsAccount({ partitionsPerContainer }, (transport) => ({
    send: (request) => {
      if (request.url.endsWith('/pkranges')) rangeReads++;
      if (request.url.includes('/docs')) tokens.push(request.headers['x-ms-session-token']);
      return transport.send(request);
    },
  }));
  return {
    account,
    tokens,
    rangeReads: () => rangeReads,
    put: async (customer: string) => {
      const item = ItemReference.from(orders, customer, '1');
      const body = new TextEncoder().encode(JSON.stringify({ id: '1', customer }));
      await driver.executeOperation(CosmosOperation.upsertItem(item).withBody(body));
    },
    feedRanges: () => driver.readFeedRanges(orders),
    close,
  };
}

describe('the session tokens that are sent', () => {
  it('are those of the whole container while nobody needs to know its partitions', async () => {
    const { put, tokens, rangeReads, close } = await shopOf(4);
    for (let customer = 0; customer < 40; customer++) await put(`customer-${customer}`);
    expect([tokens.at(-1)?.split(',').length, rangeReads()]).toEqual([4, 0]);
    await close();
  });

  it('are those of one partition once its container has many', async () => {
    const { put, tokens, rangeReads, close } = await shopOf(40);
    for (let customer = 0; customer < 400; customer++) await put(`customer-${customer}`);
    expect(Math.max(...tokens.map((token) => token?.split(',').length ?? 0))).toBeLessThan(40);
    expect(tokens.at(-1)?.split(',')).toHaveLength(1);
    expect(rangeReads()).toBeGreaterThan(0);
    await close();
  });

  it('are those of the parents after a split that was noticed, and of the children once they have answered', async () => {
    const { account, put, tokens, feedRanges, close } = await shopOf(2);
    for (let customer = 0; customer < 20; customer++) await put(`customer-${customer}`);
    await feedRanges();
    await put('customer-0');
    const [before] = tokens.slice(-1);
    const [rangeId = ''] = (before ?? '').split(':');
    expect(before?.split(',')).toHaveLength(1);
    await account.control.splitPartition({ database: 'shop', container: 'orders', partitionKeyRangeId: rangeId });
    // The map is of before the split: what it says of the range is still true of its child.
    await put('customer-0');
    expect(tokens.at(-1)?.startsWith(`${rangeId}:`)).toBe(true);
    for (let turn = 0; turn < 10; turn++) await new Promise((resolve) => setImmediate(resolve));
    await put('customer-0');
    const after = tokens.at(-1)?.split(',') ?? [];
    expect([after.length, after[0]?.startsWith(`${rangeId}:`)]).toEqual([1, false]);
    await close();
  });
});
