import type { FeedResponse } from '@azure/cosmos';
import { openShop } from './open-shop.ts';
import { outcome, type Seen } from './record.ts';
import { sameWithBoth } from './run-with-both.ts';

const pageOf = ({ resources, hasMoreResults }: FeedResponse<unknown>): Seen => ({ resources, hasMoreResults });

sameWithBoth(
  'what an iterator does when it is used oddly',
  async (stage) => {
    const { items } = await openShop(stage);
    for (let number = 0; number < 6; number++) await items.create({ id: `${number}`, customer: 'ada', number });
    const begin = (options = {}) =>
      items.query('SELECT VALUE c.number FROM c', { partitionKey: 'ada', maxItemCount: 2, ...options });

    const all = begin();
    await all.fetchAll();
    const hasMoreAfterAll = all.hasMoreResults();
    const again = pageOf(await all.fetchAll());

    const mixed = begin();
    await mixed.fetchNext();
    const allAfterNext = pageOf(await mixed.fetchAll());

    const broken = begin();
    for await (const _ of broken.getAsyncIterator()) break;

    const anew = begin();
    anew.reset();
    const first = pageOf(await anew.fetchNext());
    anew.reset();
    const firstAgain = pageOf(await anew.fetchNext());

    const nothing = items.query('SELECT * FROM c WHERE c.number = 99', { partitionKey: 'ada' });
    const hasMoreBefore = nothing.hasMoreResults();
    const empty = pageOf(await nothing.fetchNext());

    const aborted = begin({ abortSignal: AbortSignal.abort() });
    return {
      hasMoreAfterAll,
      again,
      allAfterNext,
      hasMoreAfterBreak: broken.hasMoreResults(),
      first,
      firstAgain,
      hasMoreBefore,
      empty,
      hasMoreAfterEmpty: nothing.hasMoreResults(),
      aborted: await outcome(() => aborted.fetchNext(), pageOf),
      hasMoreAfterAbort: aborted.hasMoreResults(),
    };
  },
  {
    hasMoreAfterAll: false,
    again: { resources: [0, 1, 2, 3, 4, 5], hasMoreResults: false },
    allAfterNext: { resources: [0, 1, 2, 3, 4, 5] },
    hasMoreAfterBreak: true,
    first: { resources: [0, 1], hasMoreResults: true },
    firstAgain: { resources: [0, 1] },
    hasMoreBefore: true,
    empty: { resources: [], hasMoreResults: false },
    hasMoreAfterEmpty: false,
    aborted: { threw: { class: 'AbortError' } },
    hasMoreAfterAbort: true,
  },
);

sameWithBoth(
  'an iterator of a query that is refused',
  async (stage) => {
    const { items } = await openShop(stage);
    const refused = items.query('SELEC', { partitionKey: 'ada' });
    const readOne = async (): Promise<unknown> => {
      for await (const page of refused.getAsyncIterator()) return pageOf(page);
      return undefined;
    };
    return {
      next: await outcome(() => refused.fetchNext(), pageOf),
      again: await outcome(() => refused.fetchNext(), pageOf),
      iterated: await outcome(readOne, (seen) => seen),
      hasMore: refused.hasMoreResults(),
      foreignToken: await outcome(
        () => items.query('SELECT * FROM c', { partitionKey: 'ada', continuationToken: 'garbage' }).fetchAll(),
        pageOf,
      ),
      emptyQuery: await outcome(() => items.query('').fetchAll(), pageOf),
      tooSmallPages: await outcome(() => items.query('SELECT * FROM c', { maxItemCount: 0 }).fetchAll(), pageOf),
    };
  },
  {
    next: { threw: { class: 'ErrorResponse', code: 400 } },
    again: { threw: { code: 400 } },
    iterated: { threw: { code: 400 } },
    hasMore: true,
    foreignToken: { threw: { code: 400 } },
    emptyQuery: { threw: { code: 400 } },
    tooSmallPages: { resources: [] },
  },
);

sameWithBoth(
  'feeds of databases and containers, page by page',
  async (stage) => {
    const { database } = await openShop(stage);
    await database.containers.create({ id: 'others', partitionKey: '/key' });
    const iterator = database.containers.readAll({ maxItemCount: 1 });
    const first = await iterator.fetchNext();
    const hasMore = iterator.hasMoreResults();
    const second = await iterator.fetchNext();
    const ids = (page: FeedResponse<{ id?: string }>): unknown => page.resources.map(({ id }) => id);
    return {
      first: ids(first),
      hasMore,
      second: ids(second),
      end: iterator.hasMoreResults(),
      all: ids(await iterator.fetchAll()),
      databases: ids(await stage.client().databases.query('SELECT * FROM c').fetchAll()),
    };
  },
  { first: ['orders'], hasMore: true, second: ['others'], end: false, all: ['orders', 'others'], databases: ['shop'] },
);
