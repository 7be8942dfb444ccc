import { type Container, CosmosClient } from '@azure/cosmos';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createEmulator } from '../src/index.ts';

const cities = ['Oslo', 'Rome', 'Lima', 'Kyiv'];
const items = Array.from({ length: 40 }, (_, index) => ({
  id: String(index),
  customerId: `customer-${index % 10}`,
  total: (index * 7) % 40,
  city: cities[index % 4],
  tags: index % 2 === 0 ? ['even', 'all'] : ['all'],
}));

describe('queries by @azure/cosmos over HTTP', () => {
  const account = createEmulator({ partitionsPerContainer: 4 });
  let client: CosmosClient;
  let container: Container;

  beforeAll(async () => {
    const { endpoint } = await account.listen();
    client = new CosmosClient({ endpoint, key: account.key });
    const { database } = await client.databases.create({ id: 'shop' });
    ({ container } = await database.containers.create({
      id: 'orders',
      partitionKey: { paths: ['/customerId'] },
      indexingPolicy: {
        compositeIndexes: [
          [
            { path: '/city', order: 'ascending' },
            { path: '/total', order: 'descending' },
          ],
        ],
      },
    }));
    for (const item of items) await container.items.create(item);
  });

  afterAll(async () => {
    client.dispose();
    await account.close();
  });

  const all = async <T>(query: string, options: object = {}): Promise<T[]> =>
    (await container.items.query<T>(query, options).fetchAll()).resources;
  const from = (continuationToken: string | undefined) => continuationToken !== undefined && { continuationToken };
  const totals = items.map(({ total }) => total).sort((a, b) => a - b);

  it('finds items of all partitions', async () => {
    const found = await all<string>('SELECT VALUE c.id FROM c WHERE c.total < 3');
    const expected = items.filter(({ total }) => total < 3).map(({ id }) => id);
    expect(found.sort()).toEqual(expected.sort());
  });

  it('keeps to the partition key that is given, whatever the query', async () => {
    const partitionKey = 'customer-3';
    expect(await all('SELECT VALUE c.id FROM c', { partitionKey })).toEqual(['3', '13', '23', '33']);
    expect(await all('SELECT VALUE COUNT(1) FROM c', { partitionKey })).toEqual([4]);
    expect(await all('SELECT VALUE c.id FROM c ORDER BY c.total DESC', { partitionKey, maxItemCount: 1 })).toEqual(
      items
        .filter(({ customerId }) => customerId === partitionKey)
        .sort((a, b) => b.total - a.total)
        .map(({ id }) => id),
    );
  });

  it('goes to the one partition that a condition on the partition key names', async () => {
    const query = {
      query: 'SELECT VALUE COUNT(1) FROM c WHERE c.customerId = @c',
      parameters: [{ name: '@c', value: 'customer-3' }],
    };
    expect((await container.items.query(query).fetchAll()).resources).toEqual([4]);
  });

  it.each<[string, string, unknown]>([
    ['orders over all partitions', 'SELECT VALUE c.total FROM c ORDER BY c.total', totals],
    ['orders downwards', 'SELECT VALUE c.total FROM c ORDER BY c.total DESC', totals.toReversed()],
    ['takes the top', 'SELECT TOP 3 VALUE c.total FROM c ORDER BY c.total', totals.slice(0, 3)],
    ['takes a window', 'SELECT VALUE c.total FROM c ORDER BY c.total OFFSET 5 LIMIT 4', totals.slice(5, 9)],
    [
      'orders by several properties',
      'SELECT c.city, c.total FROM c ORDER BY c.city ASC, c.total DESC',
      items
        .map(({ city, total }) => ({ city, total }))
        .sort((a, b) => (a.city === b.city ? b.total - a.total : String(a.city) < String(b.city) ? -1 : 1)),
    ],
    ['counts', 'SELECT VALUE COUNT(1) FROM c', [40]],
    ['adds up', 'SELECT VALUE SUM(c.total) FROM c', [780]],
    ['takes the average', 'SELECT VALUE AVG(c.total) FROM c', [19.5]],
    ['takes the least', 'SELECT VALUE MIN(c.total) FROM c', [0]],
    ['takes the greatest', 'SELECT VALUE MAX(c.city) FROM c', ['Rome']],
    ['gives several aggregates names', 'SELECT COUNT(1) AS n, MAX(c.total) AS most FROM c', [{ n: 40, most: 39 }]],
  ])('%s', async (_name, query, expected) => {
    expect(await all(query)).toEqual(expected);
    expect(await all(query, { maxItemCount: 2 })).toEqual(expected);
  });

  it('tells distinct values once', async () => {
    expect((await all('SELECT DISTINCT VALUE c.city FROM c')).sort()).toEqual(cities.toSorted());
    expect(await all('SELECT DISTINCT VALUE c.city FROM c ORDER BY c.city')).toEqual(cities.toSorted());
    expect((await all('SELECT DISTINCT c.city FROM c')).length).toBe(4);
  });

  it('groups over all partitions', async () => {
    const groups = await all<{ city: string }>(
      'SELECT c.city, COUNT(1) AS n, AVG(c.total) AS mean, MIN(c.total) AS least FROM c GROUP BY c.city',
    );
    const expected = cities.map((city) => {
      const own = items.filter((item) => item.city === city).map(({ total }) => total);
      return { city, n: own.length, mean: own.reduce((a, b) => a + b) / own.length, least: Math.min(...own) };
    });
    const byCity = (a: { city: string }, b: { city: string }) => (a.city < b.city ? -1 : 1);
    expect(groups.sort(byCity)).toEqual(expected.sort(byCity));
    expect((await all<string>('SELECT VALUE c.city FROM c GROUP BY c.city')).sort()).toEqual(cities.toSorted());
  });

  it('finds the nearest vectors of all partitions', async () => {
    const nearest = `SELECT TOP 3 VALUE c.id FROM c ORDER BY VectorDistance([c.total, 1], [39, 1], true, {distanceFunction: 'euclidean'})`;
    expect(await all(nearest)).toEqual([39, 38, 37].map((total) => items.find((item) => item.total === total)?.id));
    const similar = 'SELECT TOP 2 c.total FROM c ORDER BY VectorDistance([c.total, 1], [0, 1])';
    expect(await all(similar)).toEqual([{ total: 0 }, { total: 1 }]);
  });

  it('joins, nests and takes parameters', async () => {
    const query = {
      query: 'SELECT c.id, t AS tag FROM c JOIN t IN c.tags WHERE t = @tag AND ARRAY_CONTAINS(@ids, c.id)',
      parameters: [
        { name: '@tag', value: 'even' },
        { name: '@ids', value: ['1', '2', '4'] },
      ],
    };
    const { resources } = await container.items.query<{ id: string }>(query).fetchAll();
    expect(resources.sort((a, b) => Number(a.id) - Number(b.id))).toEqual([
      { id: '2', tag: 'even' },
      { id: '4', tag: 'even' },
    ]);
  });

  it('pages with a continuation that another iterator can go on from', async () => {
    const seen: string[] = [];
    let continuationToken: string | undefined;
    do {
      const page = await container.items
        .query<string>('SELECT VALUE c.id FROM c', { maxItemCount: 7, ...from(continuationToken) })
        .fetchNext();
      expect(page.resources.length).toBeLessThanOrEqual(7);
      seen.push(...page.resources);
      continuationToken = page.continuationToken;
    } while (continuationToken !== undefined);
    expect(seen.length).toBe(40);
    expect(new Set(seen).size).toBe(40);
  });

  it.each([
    ['an ordered', 'SELECT VALUE c.total FROM c ORDER BY c.total'],
    ['a filtered', 'SELECT VALUE c.total FROM c WHERE c.total >= 0'],
    ['a windowed', 'SELECT VALUE c.total FROM c ORDER BY c.total OFFSET 0 LIMIT 40'],
  ])('pages %s query by query control', async (_name, query) => {
    const seen: number[] = [];
    let continuationToken: string | undefined;
    do {
      const page = await container.items
        .query<number>(query, {
          maxItemCount: 6,
          enableQueryControl: true,
          ...from(continuationToken),
        })
        .fetchNext();
      seen.push(...(page.resources ?? []));
      continuationToken = page.continuationToken;
    } while (continuationToken !== undefined);
    expect(query.includes('ORDER BY') ? seen : seen.sort((a, b) => a - b)).toEqual(totals);
  });

  it('iterates, by a plan from the start if it must', async () => {
    const pages = container.items.query<number>('SELECT VALUE c.total FROM c', {
      forceQueryPlan: true,
      maxItemCount: 9,
    });
    const seen: number[] = [];
    for await (const { resources } of pages.getAsyncIterator()) seen.push(...resources);
    expect(seen.sort((a, b) => a - b)).toEqual(totals);
  });

  it('queries databases and containers', async () => {
    const databases = await client.databases.query("SELECT * FROM r WHERE r.id = 'shop'").fetchAll();
    expect(databases.resources.map(({ id }) => id)).toEqual(['shop']);
    const containers = await container.database.containers
      .query({ query: 'SELECT c.id FROM c', parameters: [] })
      .fetchAll();
    expect(containers.resources).toEqual([{ id: 'orders' }]);
  });

  it('tells where a query is wrong', async () => {
    await expect(all('SELECT * FORM c')).rejects.toMatchObject({
      code: 400,
      message: expect.stringContaining('SC1001'),
    });
    await expect(all('SELECT NOPE(1) FROM c')).rejects.toMatchObject({
      message: expect.stringContaining("'NOPE' is not a recognized built-in function name."),
    });
    await expect(all('SELECT udf.f(1) FROM c')).rejects.toMatchObject({ code: 501 });
  });
});
