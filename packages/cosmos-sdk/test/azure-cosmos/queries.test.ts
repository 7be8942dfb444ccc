import type { Container, FeedOptions } from '@azure/cosmos';
import { openShop } from './open-shop.ts';
import { outcome, type Seen, stable } from './record.ts';
import { type Stage, sameWithBoth } from './run-with-both.ts';

const queries: readonly string[] = [
  'SELECT * FROM c WHERE c.total > 5 ORDER BY c.total',
  'SELECT c.id, c.customer FROM c ORDER BY c.total DESC',
  'SELECT VALUE c.total FROM c ORDER BY c.total',
  'SELECT VALUE COUNT(1) FROM c',
  'SELECT VALUE SUM(c.total) FROM c',
  'SELECT VALUE AVG(c.total) FROM c WHERE c.total > 3',
  'SELECT VALUE MIN(c.total) FROM c',
  'SELECT VALUE MAX(c.total) FROM c',
  'SELECT DISTINCT VALUE c.customer FROM c ORDER BY c.customer',
  'SELECT TOP 3 VALUE c.id FROM c ORDER BY c.total',
  'SELECT VALUE c.id FROM c ORDER BY c.total OFFSET 2 LIMIT 4',
  'SELECT VALUE t FROM c JOIN t IN c.tags WHERE c.id = "3"',
  'SELECT VALUE {"who": c.customer} FROM c WHERE c.id = "1"',
  'SELECT VALUE UPPER(c.customer) FROM c WHERE c.id IN ("1", "2") ORDER BY c.id',
  'SELECT * FROM c WHERE ARRAY_CONTAINS(c.tags, "t3")',
  'SELECT VALUE c.total FROM c WHERE c.nothing = 1',
];

async function fill(stage: Stage): Promise<Container> {
  const container = await openShop(stage);
  for (let number = 0; number < 12; number++) {
    const customer = `c${number % 4}`;
    await container.items.create({ id: String(number), customer, total: number, tags: [`t${number}`, 'all'] });
  }
  return container;
}

async function split(stage: Stage): Promise<Container> {
  const container = await fill(stage);
  await stage.account.control.splitPartition({ database: 'shop', container: 'orders', partitionKeyRangeId: '0' });
  return container;
}

for (const [where, prepare, partitionsPerContainer] of [
  ['one partition', fill, 1],
  ['two partitions', fill, 2],
  ['partitions that were split', split, 2],
] as const) {
  sameWithBoth(
    `queries over ${where}`,
    async (stage) => {
      const container = await prepare(stage);
      const seen: Seen = {};
      for (const query of queries) {
        seen[query] = await outcome(
          () => container.items.query(query).fetchAll(),
          ({ resources, hasMoreResults }) => ({ resources: stable(resources), hasMoreResults }),
        );
      }
      seen['GROUP BY'] = sorted(
        (await container.items.query('SELECT c.customer, COUNT(1) AS n FROM c GROUP BY c.customer').fetchAll())
          .resources,
      );
      seen.all = sorted((await container.items.readAll().fetchAll()).resources.map(({ id }) => id));
      return seen;
    },
    {
      'SELECT VALUE COUNT(1) FROM c': { resources: [12] },
      'SELECT VALUE SUM(c.total) FROM c': { resources: [66] },
      'SELECT VALUE c.id FROM c ORDER BY c.total OFFSET 2 LIMIT 4': { resources: ['2', '3', '4', '5'] },
      'SELECT DISTINCT VALUE c.customer FROM c ORDER BY c.customer': { resources: ['c0', 'c1', 'c2', 'c3'] },
      'GROUP BY': [0, 1, 2, 3].map((number) => ({ customer: `c${number}`, n: 3 })),
    },
    { partitionsPerContainer },
  );
}

sameWithBoth(
  'queries of one partition key, with parameters',
  async (stage) => {
    const container = await fill(stage);
    const query = {
      query: 'SELECT VALUE c.id FROM c WHERE c.total >= @least ORDER BY c.total',
      parameters: [{ name: '@least', value: 4 }],
    };
    const options: readonly FeedOptions[] = [
      { partitionKey: 'c1' },
      { partitionKey: ['c1'] },
      { partitionKey: 'c1', maxItemCount: 1 },
      { maxDegreeOfParallelism: 3 },
      { maxDegreeOfParallelism: -1, bufferItems: true },
      { populateQueryMetrics: true, forceQueryPlan: true },
      { partitionKey: 'nobody' },
      { partitionKey: null },
    ];
    const results = [];
    for (const each of options) results.push((await container.items.query(query, each).fetchAll()).resources);
    return { results };
  },
  {
    results: [
      ['5', '9'],
      ['5', '9'],
      ['5', '9'],
      ...Array.from({ length: 3 }, () => ['4', '5', '6', '7', '8', '9', '10', '11']),
      [],
      [],
    ],
  },
);

sameWithBoth(
  'pages of a query',
  async (stage) => {
    const container = await fill(stage);
    const query = 'SELECT VALUE c.id FROM c';
    const options = { partitionKey: 'c1', maxItemCount: 2 };
    const iterator = container.items.query(query, options);
    const before = iterator.hasMoreResults();
    const first = await iterator.fetchNext();
    const token = first.continuationToken;
    const second = await iterator.fetchNext();
    const beyond = iterator.hasMoreResults();
    iterator.reset();
    const anew = await iterator.fetchNext();
    const resumed = await container.items.query(query, { ...options, continuationToken: token }).fetchAll();
    const oldName = await container.items.query(query, { ...options, continuation: token }).fetchAll();
    const pages: unknown[] = [];
    for await (const page of container.items.query(query, options).getAsyncIterator()) {
      pages.push({ resources: page.resources, hasMore: page.hasMoreResults, charged: page.requestCharge > 0 });
    }
    return {
      before,
      first: {
        class: first.constructor.name,
        resources: first.resources,
        hasMore: first.hasMoreResults,
        token: typeof token,
        activityId: typeof first.activityId,
      },
      second: { resources: second.resources, hasMore: second.hasMoreResults },
      beyond,
      anew: anew.resources,
      resumed: resumed.resources,
      oldName: oldName.resources,
      pages,
    };
  },
  {
    before: true,
    first: { class: 'FeedResponse', resources: ['1', '5'], hasMore: true, token: 'string' },
    second: { resources: ['9'], hasMore: false },
    beyond: false,
    anew: ['1', '5'],
    resumed: ['9'],
    oldName: ['9'],
  },
);

sameWithBoth(
  'pages of a query over two partitions',
  async (stage) => {
    const container = await split(stage);
    const query = 'SELECT VALUE c.total FROM c ORDER BY c.total';
    const iterator = container.items.query(query, { maxItemCount: 5, enableQueryControl: true });
    const seen: unknown[] = [];
    let pages = 0;
    while (iterator.hasMoreResults()) {
      const { resources } = await iterator.fetchNext();
      pages++;
      if (resources !== undefined) seen.push(...resources);
    }
    const first = await container.items.query(query, { maxItemCount: 5, enableQueryControl: true }).fetchNext();
    const rest = await container.items
      .query(query, { maxItemCount: 5, enableQueryControl: true, continuationToken: first.continuationToken })
      .fetchAll();
    return {
      seen,
      several: pages > 1,
      first: typeof first.continuationToken,
      together: [...first.resources, ...rest.resources],
    };
  },
  {
    seen: Array.from({ length: 12 }, (_, index) => index),
    several: true,
    together: Array.from({ length: 12 }, (_, index) => index),
  },
);

sameWithBoth(
  'queries that the service refuses',
  async (stage) => {
    const container = await fill(stage);
    const seen: Seen = {};
    for (const query of ['SELEC * FROM c', 'SELECT * FROM c WHERE', 'SELECT nosuch(c.id) FROM c']) {
      seen[query] = await outcome(
        () => container.items.query(query).fetchAll(),
        ({ resources }) => resources,
      );
      seen[`${query}, next`] = await outcome(
        () => container.items.query(query).fetchNext(),
        ({ resources }) => resources,
      );
    }
    return seen;
  },
  { 'SELEC * FROM c': { threw: { class: 'ErrorResponse', code: 400, bodyCode: 'BadRequest' } } },
);

function sorted<T>(values: readonly T[]): T[] {
  return [...values].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}
