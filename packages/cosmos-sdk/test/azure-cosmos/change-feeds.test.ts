import type { Container } from '@azure/cosmos';
import { openShop } from './open-shop.ts';
import { outcome, type Seen } from './record.ts';
import { type Stage, sameWithBoth } from './run-with-both.ts';

async function fill(stage: Stage): Promise<Container> {
  const container = await openShop(stage);
  for (let number = 0; number < 6; number++) {
    await container.items.create({ id: String(number), customer: number % 2 === 0 ? 'ada' : 'bob' });
  }
  return container;
}

interface AnyPage {
  readonly result: readonly { readonly id: string }[];
  readonly count: number;
  readonly statusCode: number;
}

function pageOf({ result, count, statusCode }: AnyPage): Seen {
  return { ids: result.map(({ id }) => id), count, statusCode };
}

sameWithBoth(
  'items.changeFeed',
  async (stage) => {
    const { items } = await fill(stage);
    const begun = items.changeFeed('ada', { startFromBeginning: true, maxItemCount: 2 });
    const first = await begun.fetchNext();
    const second = await begun.fetchNext();
    const third = await begun.fetchNext();
    const atEnd = begun.hasMoreResults;
    await items.create({ id: 'late', customer: 'ada' });
    const fourth = await begun.fetchNext();
    const resumed = await items.changeFeed('ada', { continuation: first.continuation }).fetchNext();
    const now = items.changeFeed('bob');
    const nothing = await now.fetchNext();
    await items.upsert({ id: '1', customer: 'bob', changed: true });
    const changed = await now.fetchNext();
    const pages: Seen[] = [];
    for await (const page of items.changeFeed('bob', { startFromBeginning: true }).getAsyncIterator())
      pages.push(pageOf(page));
    const readChangeFeed = await items.readChangeFeed('ada', { startFromBeginning: true }).fetchNext();
    return {
      first: { ...pageOf(first), class: first.constructor.name, continuation: typeof first.continuation },
      second: pageOf(second),
      third: pageOf(third),
      atEnd,
      fourth: pageOf(fourth),
      resumed: pageOf(resumed),
      nothing: pageOf(nothing),
      changed: pageOf(changed),
      pages,
      readChangeFeed: pageOf(readChangeFeed),
      since: pageOf(await items.changeFeed('ada', { startTime: new Date(Date.now() - 3_600_000) }).fetchNext()),
      withoutKey: await outcome(() => items.changeFeed({ startFromBeginning: true }).fetchNext(), pageOf),
    };
  },
  {
    first: { ids: ['0', '2'], count: 2, statusCode: 200, class: 'ChangeFeedResponse' },
    second: { ids: ['4'] },
    third: { ids: [], statusCode: 304 },
    atEnd: false,
    fourth: { ids: ['late'] },
    resumed: { ids: ['4', 'late'] },
    nothing: { statusCode: 304 },
    changed: { ids: ['1'] },
    withoutKey: { threw: { class: 'Error' } },
  },
);

sameWithBoth(
  'items.getChangeFeedIterator',
  async (stage) => {
    const container = await fill(stage);
    const { items } = container;
    const { ChangeFeedStartFrom } = stage.module;
    const ofKey = items.getChangeFeedIterator({
      changeFeedStartFrom: ChangeFeedStartFrom.Beginning('ada'),
      maxItemCount: 2,
    });
    const first = await ofKey.readNext();
    const second = await ofKey.readNext();
    const third = await ofKey.readNext();
    const resumed = items.getChangeFeedIterator({
      changeFeedStartFrom: ChangeFeedStartFrom.Continuation(first.continuationToken),
    });
    const now = items.getChangeFeedIterator({ changeFeedStartFrom: ChangeFeedStartFrom.Now() });
    const byDefault = items.getChangeFeedIterator();
    const nothing = await now.readNext();
    await byDefault.readNext();
    await items.create({ id: 'late', customer: 'cyd' });
    const late = await untilNothing(now);
    const ranges = await container.getFeedRanges();
    const parts: string[][] = [];
    for (const range of ranges) {
      parts.push(
        await untilNothing(items.getChangeFeedIterator({ changeFeedStartFrom: ChangeFeedStartFrom.Beginning(range) })),
      );
    }
    const whole = items.getChangeFeedIterator({ changeFeedStartFrom: ChangeFeedStartFrom.Beginning() });
    const firstOfWhole = await whole.readNext();
    const restOfWhole = await untilNothing(
      items.getChangeFeedIterator({
        changeFeedStartFrom: ChangeFeedStartFrom.Continuation(firstOfWhole.continuationToken),
      }),
    );
    const iterated: string[] = [];
    for await (const page of items
      .getChangeFeedIterator({ changeFeedStartFrom: ChangeFeedStartFrom.Beginning('bob') })
      .getAsyncIterator()) {
      if (page.statusCode === stage.module.StatusCodes.NotModified) break;
      iterated.push(...page.result.map(({ id }) => id));
    }
    return {
      first: { ...pageOf(first), class: first.constructor.name, token: typeof first.continuationToken },
      second: pageOf(second),
      third: pageOf(third),
      hasMore: ofKey.hasMoreResults,
      resumed: pageOf(await resumed.readNext()),
      nothing: pageOf(nothing),
      late,
      byDefault: await untilNothing(byDefault),
      parts: parts.flat().sort(),
      disjoint: new Set(parts.flat()).size === parts.flat().length,
      together: [...firstOfWhole.result.map(({ id }) => id), ...restOfWhole].sort(),
      since: (
        await untilNothing(
          items.getChangeFeedIterator({
            changeFeedStartFrom: ChangeFeedStartFrom.Time(new Date(Date.now() - 3_600_000)),
          }),
        )
      ).sort(),
      iterated,
    };
  },
  {
    first: { ids: ['0', '2'], class: 'ChangeFeedIteratorResponse', token: 'string' },
    second: { ids: ['4'] },
    third: { ids: [], statusCode: 304 },
    hasMore: true,
    resumed: { ids: ['4'] },
    nothing: { ids: [], statusCode: 304 },
    late: ['late'],
    byDefault: ['late'],
    parts: ['0', '1', '2', '3', '4', '5', 'late'],
    disjoint: true,
    together: ['0', '1', '2', '3', '4', '5', 'late'],
    iterated: ['1', '3', '5'],
  },
);

sameWithBoth(
  'changes of all versions, with deletes',
  async (stage) => {
    const { ChangeFeedStartFrom, ChangeFeedMode } = stage.module;
    const { database } = await stage.client().databases.create({ id: 'shop' });
    const { container } = await database.containers.create({
      id: 'orders',
      partitionKey: '/customer',
      changeFeedPolicy: { retentionDuration: 10 },
    });
    const { items } = container;
    const changes = items.getChangeFeedIterator<{ metadata?: { operationType?: string } }>({
      changeFeedStartFrom: ChangeFeedStartFrom.Now('ada'),
      changeFeedMode: ChangeFeedMode.AllVersionsAndDeletes,
    });
    await changes.readNext();
    await items.create({ id: '1', customer: 'ada' });
    await items.upsert({ id: '1', customer: 'ada', v: 2 });
    await container.item('1', 'ada').delete();
    const seen: unknown[] = [];
    for (let page = await changes.readNext(); page.count > 0; page = await changes.readNext()) {
      seen.push(...page.result.map(({ metadata }) => metadata?.operationType));
    }
    return { seen };
  },
  { seen: ['create', 'replace', 'delete'] },
);

sameWithBoth(
  'change feeds that cannot be',
  async (stage) => {
    const { items } = await fill(stage);
    const { ChangeFeedStartFrom } = stage.module;
    const ask = (options: object): Promise<unknown> =>
      outcome(() => items.getChangeFeedIterator(options).readNext(), pageOf);
    return {
      options: await ask('ada' as never),
      count: await ask({ maxItemCount: 0 }),
      start: await ask({ changeFeedStartFrom: {} }),
      time: await outcome(() => ChangeFeedStartFrom.Time('now' as never), String),
      token: await outcome(() => ChangeFeedStartFrom.Continuation(''), String),
      noContainer: await outcome(
        () => stage.client().database('no').container('no').items.changeFeed('ada').fetchNext(),
        pageOf,
      ),
      pullNoContainer: await outcome(
        () => stage.client().database('no').container('no').items.getChangeFeedIterator().readNext(),
        pageOf,
      ),
      garbage: await outcome(
        () => items.getChangeFeedIterator({ changeFeedStartFrom: ChangeFeedStartFrom.Continuation('{]') }).readNext(),
        pageOf,
      ),
      range: await ask({ changeFeedStartFrom: ChangeFeedStartFrom.Beginning({ no: 'range' } as never) }),
    };
  },
  {
    options: { threw: { class: 'ErrorResponse' } },
    count: { threw: { class: 'ErrorResponse' } },
    start: { threw: { class: 'ErrorResponse' } },
    garbage: { threw: { class: 'ErrorResponse' } },
    range: { threw: { class: 'ErrorResponse' } },
  },
);

async function untilNothing(iterator: { readNext(): Promise<AnyPage> }): Promise<string[]> {
  const ids: string[] = [];
  for (let page = await iterator.readNext(); page.statusCode !== 304; page = await iterator.readNext()) {
    ids.push(...page.result.map(({ id }) => id));
  }
  return ids;
}
