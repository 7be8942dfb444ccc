import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type OpenAccount, openAccount, routes } from './fakes/open-account.ts';

describe.each(routes)('change feeds, %s', (route) => {
  let open: OpenAccount;
  const opened: OpenAccount[] = [];
  beforeEach(async () => {
    open = await openAccount(route);
    opened.push(open);
  });
  afterAll(() => Promise.all(opened.map((each) => each.close())));

  it('tell of the newest version of every item that changed, and wait for more', async () => {
    const { orders } = open;
    for (const total of [1, 2]) await orders.upsertItem({ id: 'a', customer: 'ada', total });
    const controller = new AbortController();
    const seen: number[] = [];
    const feed = orders.changeFeed({ startFrom: 'beginning', pollIntervalMs: 1, signal: controller.signal });
    for await (const order of feed) {
      seen.push(order.total);
      expect(order._lsn).toBeGreaterThan(0);
      if (order.total < 5) await orders.upsertItem({ ...order, total: order.total + 1 });
      else controller.abort();
    }
    expect(seen).toEqual([2, 3, 4, 5]);
  });

  it('begin now unless told otherwise, and go on from a continuation', async () => {
    const { orders } = open;
    await orders.createItem({ id: 'before', customer: 'ada', total: 0 });
    const pages = orders.changeFeed().pages();
    const { value: empty } = await pages.next();
    expect(empty).toMatchObject({ items: [], status: { code: 304 } });
    await pages.return();
    await orders.createItem({ id: 'after', customer: 'ada', total: 1 });
    const { continuationToken } = empty ?? {};
    expect(await firstItems(orders.changeFeed({ continuationToken }).pages())).toMatchObject([{ id: 'after' }]);
  });

  it('tell of every change, deletes too, in their order', async () => {
    const { orders } = open;
    const feed = orders.changeFeed({ mode: 'all-versions-and-deletes' }).pages();
    await feed.next();
    await orders.createItem({ id: 'a', customer: 'ada', total: 1 });
    await orders.replaceItem({ id: 'a', customer: 'ada', total: 2 });
    await orders.deleteItem('ada', 'a');
    const changes = await firstItems(feed);
    expect(changes.map(({ metadata }) => metadata.operationType)).toEqual(['create', 'replace', 'delete']);
    expect(changes[1]?.current).toMatchObject({ total: 2 });
    expect(changes[2]).toMatchObject({ previous: { total: 2 }, metadata: { id: 'a', timeToLiveExpired: false } });
  });

  it('watch one partition key, or a feed range', async () => {
    const { orders } = open;
    for (const customer of ['ada', 'eve', 'bob']) await orders.createItem({ id: '1', customer, total: 1 });
    const ofEve = await firstItems(orders.changeFeed({ startFrom: 'beginning', scope: 'eve' }).pages());
    expect(ofEve.map(({ customer }) => customer)).toEqual(['eve']);
    const ranges = await orders.feedRanges();
    const found = await Promise.all(
      ranges.map(async (scope) => {
        const page = await orders.changeFeed({ startFrom: 'beginning', scope }).pages().next();
        return page.value?.items.length ?? 0;
      }),
    );
    expect(found.reduce((sum, count) => sum + count, 0)).toBe(3);
  });

  it('end without an error while they wait, when the signal says so', async () => {
    const { orders } = open;
    const controller = new AbortController();
    const feed = orders.changeFeed({ signal: controller.signal, pollIntervalMs: 86_400_000 });
    const reading = feed[Symbol.asyncIterator]().next();
    setImmediate(() => controller.abort());
    expect(await reading).toEqual({ value: undefined, done: true });
    const ended = orders.changeFeed({ signal: AbortSignal.abort() });
    expect(await ended[Symbol.asyncIterator]().next()).toEqual({ value: undefined, done: true });
    await expect(ended.pages().next()).rejects.toMatchObject({ code: 'aborted' });
  });

  it('refuse options that make no sense', () => {
    const { orders } = open;
    const refused = [
      { mode: 'newest' },
      { startFrom: 'yesterday' },
      { startFrom: new Date(Number.NaN) },
      { mode: 'all-versions-and-deletes', startFrom: 'beginning' },
      { pollIntervalMs: -1 },
      { pollIntervalMs: Number.NaN },
      { since: 'now' },
      7,
    ];
    for (const options of refused) expect(() => orders.changeFeed(options as never)).toThrow(TypeError);
  });
});

/** The first page that has items. */
async function firstItems<Change>(
  pages: AsyncIterable<{ readonly items: readonly Change[] }>,
): Promise<readonly Change[]> {
  for await (const { items } of pages) if (items.length > 0) return items;
  return [];
}
