import { afterEach, describe, expect, it } from '@jest/globals';
import { CosmosOperation } from '../src/operation/cosmos-operation.ts';
import { ItemReference } from '../src/operation/item-reference.ts';
import { FeedRange } from '../src/partitioning/feed-range.ts';
import { type RegionsAccount, regionsAccount } from './fakes/regions-account.ts';

let shop: RegionsAccount;
let paths: string[];
afterEach(() => shop.close());

/** A container of four partitions, of whose requests the paths are noted. */
async function open(options: Parameters<typeof regionsAccount>[0] = {}): Promise<void> {
  paths = [];
  shop = await regionsAccount({ partitionsPerContainer: 4, ...options }, (transport) => ({
    send: (request) => {
      paths.push(new URL(request.url).pathname);
      return transport.send(request);
    },
  }));
  paths.length = 0;
}

async function put(customer: string): Promise<void> {
  const item = ItemReference.from(shop.orders, customer, '1');
  const body = new TextEncoder().encode(JSON.stringify({ id: '1', customer }));
  await shop.driver.executeOperation(CosmosOperation.upsertItem(item).withBody(body));
}

/** Ids of the ranges that a token is about. */
function rangesOf(token: string | undefined): string[] {
  return (token ?? '').split(',').map((segment) => segment.slice(0, segment.indexOf(':')));
}

describe('driver.latestSessionToken', () => {
  it('is undefined while nothing was seen, and then what was seen of the container; asks nobody', async () => {
    await open();
    expect(await shop.driver.latestSessionToken(shop.orders)).toBeUndefined();
    expect(await shop.driver.latestSessionToken(shop.orders, FeedRange.full())).toBeUndefined();
    for (let customer = 0; customer < 20; customer++) await put(`customer-${customer}`);
    expect(rangesOf(await shop.driver.latestSessionToken(shop.orders))).toEqual(['0', '1', '2', '3']);
    expect(paths.filter((path) => !path.startsWith('/dbs/shop/colls/orders/docs'))).toEqual([]);
  });

  it('of a range is that of the partitions that hold some of it', async () => {
    await open();
    for (let customer = 0; customer < 20; customer++) await put(`customer-${customer}`);
    const ranges = await shop.driver.readFeedRanges(shop.orders);
    const tokens = await Promise.all(ranges.map((range) => shop.driver.latestSessionToken(shop.orders, range)));
    expect(tokens.map(rangesOf)).toEqual([['0'], ['1'], ['2'], ['3']]);
    expect(tokens.join(',')).toBe(await shop.driver.latestSessionToken(shop.orders, FeedRange.full()));
    expect(tokens.join(',')).toBe(await shop.driver.latestSessionToken(shop.orders));
  });

  it('of a range of which nothing was seen is undefined', async () => {
    await open();
    await put('ada');
    const [seen = ''] = rangesOf(await shop.driver.latestSessionToken(shop.orders));
    const ranges = await shop.driver.readFeedRanges(shop.orders);
    const tokens = await Promise.all(ranges.map((range) => shop.driver.latestSessionToken(shop.orders, range)));
    expect(tokens.filter((token) => token !== undefined).map(rangesOf)).toEqual([[seen]]);
  });

  it('of a range is still known after its partition was split', async () => {
    await open();
    await put('ada');
    const range = FeedRange.fromPartitionKey(shop.orders, 'ada');
    const [parent = ''] = rangesOf(await shop.driver.latestSessionToken(shop.orders, range));
    await shop.account.control.splitPartition({
      database: 'shop',
      container: 'orders',
      partitionKeyRangeId: parent,
    });
    // The list is of before the split, and what it says of the partition holds for its children.
    expect(rangesOf(await shop.driver.latestSessionToken(shop.orders, range))).toEqual([parent]);
    await put('ada');
    const after = rangesOf(await shop.driver.latestSessionToken(shop.orders, range));
    expect(after).toHaveLength(1);
    expect(after).not.toEqual([parent]);
  });

  it('of a range is everything while the session has seen a partition that nobody knows', async () => {
    shop = await regionsAccount({ partitionsPerContainer: 4 }, (transport) => ({
      async send(request) {
        const response = await transport.send(request);
        const token = response.headers['x-ms-session-token'];
        if (token === undefined || !request.url.includes('/docs')) return response;
        return { ...response, headers: { ...response.headers, 'x-ms-session-token': `${token},99:1#7` } };
      },
    }));
    await put('ada');
    const range = FeedRange.fromPartitionKey(shop.orders, 'eve');
    const whole = await shop.driver.latestSessionToken(shop.orders);
    expect(rangesOf(whole)).toContain('99');
    expect(await shop.driver.latestSessionToken(shop.orders, range)).toBe(whole);
  });

  it('lets another driver see at least as much', async () => {
    await open();
    await shop.account.control.pauseReplication('West US');
    await put('ada');
    const sessionToken = (await shop.driver.latestSessionToken(shop.orders)) ?? '';
    const other = await shop.createDriver({ preferredRegions: ['West US', 'East US'] });
    const read = CosmosOperation.readItem(ItemReference.from(shop.orders, 'ada', '1'));
    await expect(other.executeOperation(read)).rejects.toMatchObject({ code: 'not-found' });
    const { status, diagnostics } = await other.executeOperation(read.withSessionToken(sessionToken));
    expect([status.code, diagnostics.effectiveRegion]).toEqual([200, 'East US']);
  });

  it('is undefined on accounts that keep no sessions', async () => {
    await open({ consistency: 'Eventual' });
    await put('ada');
    expect(await shop.driver.latestSessionToken(shop.orders)).toBeUndefined();
  });

  it('refuses what is no container, no range and no option, and fails with closed when the driver is', async () => {
    await open();
    const { driver, orders } = shop;
    await expect(driver.latestSessionToken({} as never)).rejects.toThrow('needs a ContainerReference');
    await expect(driver.latestSessionToken(orders, 'ada' as never)).rejects.toThrow('is of a FeedRange');
    await expect(driver.latestSessionToken(orders, undefined, { limit: 1 } as never)).rejects.toThrow('"limit"');
    const aborted = driver.latestSessionToken(orders, undefined, { signal: AbortSignal.abort() });
    await expect(aborted).rejects.toMatchObject({ code: 'aborted' });
    await driver.close();
    await expect(driver.latestSessionToken(orders)).rejects.toMatchObject({ code: 'closed' });
  });
});
