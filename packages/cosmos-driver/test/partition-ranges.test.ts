import { describe, expect, it } from '@jest/globals';
import { CosmosOperation } from '../src/operation/cosmos-operation.ts';
import { rangeDocument, scripted, scriptedFeeds } from './fakes/feed-script.ts';

const feed = CosmosOperation.readFeed(scripted);
const page = (...ranges: readonly object[]): object => ({ PartitionKeyRanges: ranges });
const regionOf = (url: string): string => (url.includes('eastus') ? 'East US' : 'West US');
const whole = [rangeDocument('0', '', '20'), rangeDocument('1', '20', '40'), rangeDocument('2', '40', 'FF')];

describe('the partitions of a container', () => {
  it('need a container, and a caller that still wants them', async () => {
    const { driver } = await scriptedFeeds({});
    await expect(driver.readFeedRanges('orders' as never)).rejects.toThrow(TypeError);
    await expect(driver.readFeedRanges(scripted, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'aborted',
    });
  });

  it('are read page by page until there is nothing new, however many pages there are', async () => {
    const count = 25;
    const bound = (at: number): string =>
      at === 0 ? '' : at === count ? 'FF' : at.toString(16).toUpperCase().padStart(2, '0');
    const { driver, sent } = await scriptedFeeds({
      ranges: (_, read) =>
        read > count
          ? { status: 304, headers: { etag: `"${count}"` } }
          : { headers: { etag: `"${read}"` }, body: page(rangeDocument(String(read), bound(read - 1), bound(read))) },
    });
    expect(await driver.readFeedRanges(scripted)).toHaveLength(count);
    expect(sent.ranges.map(({ headers }) => headers['if-none-match'])).toEqual([
      undefined,
      ...Array.from({ length: count }, (_, index) => `"${index + 1}"`),
    ]);
    expect(sent.ranges[0]?.headers).toMatchObject({ 'a-im': 'Incremental Feed', 'x-ms-max-item-count': '-1' });
  });

  it('are read once for all who ask', async () => {
    const { driver, sent } = await scriptedFeeds({});
    await Promise.all(Array.from({ length: 10 }, () => driver.executeOperation(feed)));
    expect(sent.ranges).toHaveLength(2);
  });

  it('come from one region; a chain that breaks is begun again, once, anywhere', async () => {
    let isEastDown = false;
    const { driver, sent } = await scriptedFeeds({
      ranges: ({ url, headers }, read) => {
        if (isEastDown && regionOf(url) === 'East US') return { status: 503 };
        if (headers['if-none-match'] !== undefined && read > 2) return { status: 304, headers: { etag: '"9"' } };
        isEastDown = true;
        return { headers: { etag: `"${read}"` }, body: page(...(read === 1 ? whole.slice(0, 2) : whole)) };
      },
    });
    expect(await driver.readFeedRanges(scripted)).toHaveLength(3);
    const chain = sent.ranges.map(({ url, headers }) => `${regionOf(url)} ${headers['if-none-match'] ?? 'all'}`);
    // Never the ETag of the east in the west.
    expect(chain.filter((each) => each.startsWith('West'))[0]).toBe('West US all');
    expect(chain.filter((each) => each === 'West US "1"')).toEqual([]);
  });

  it('are not kept while they leave a hole', async () => {
    let isWhole = false;
    const { driver, sent } = await scriptedFeeds({
      ranges: ({ headers }) =>
        headers['if-none-match'] === undefined
          ? { headers: { etag: '"1"' }, body: page(...(isWhole ? whole : whole.slice(1))) }
          : { status: 304, headers: { etag: '"1"' } },
    });
    await expect(driver.readFeedRanges(scripted)).rejects.toMatchObject({
      code: 'invalid-response',
      message: expect.stringContaining('leave a hole or overlap'),
    });
    expect(sent.ranges).toHaveLength(4);
    isWhole = true;
    expect(await driver.readFeedRanges(scripted)).toHaveLength(3);
  });

  it('are read again when the service says that one is gone: what is new only, once for all who were refused', async () => {
    const children = [rangeDocument('3', '', '10', ['0']), rangeDocument('4', '10', '20', ['0'])];
    let hasSplit = false;
    const { driver, sent, clock } = await scriptedFeeds({
      ranges: ({ headers }) => {
        const etag = headers['if-none-match'];
        if (etag === undefined) return { headers: { etag: '"1"' }, body: page(...whole) };
        return etag === '"1"' && hasSplit
          ? { headers: { etag: '"2"' }, body: page(...children) }
          : { status: 304, headers: { etag } };
      },
      page: ({ headers }) => {
        const id = headers['x-ms-documentdb-partitionkeyrangeid'];
        if (hasSplit && id === '0') return { status: 410, headers: { 'x-ms-substatus': '1002' } };
        return { body: { Documents: [{ id }] } };
      },
    });
    const read = async (): Promise<string[]> => {
      const ids: string[] = [];
      for await (const { body } of driver.pages(feed)) {
        if (body.kind === 'items') ids.push(...(body.items as { id: string }[]).map(({ id }) => id));
      }
      return ids;
    };
    expect(await read()).toEqual(['0', '1', '2']);
    hasSplit = true;
    const readings = await Promise.all([read(), read(), read()]);
    expect(readings).toEqual([1, 2, 3].map(() => ['3', '4', '1', '2']));
    expect(sent.ranges.map(({ headers }) => headers['if-none-match'])).toEqual([undefined, '"1"', '"1"', '"2"']);
    // There was somewhere else to go, so nobody waited.
    expect(clock.delays).toEqual([]);
  });

  it('are not read again by who is refused with an older map than there is', async () => {
    const [early, late] = [
      [rangeDocument('3', '', '10', ['0']), rangeDocument('4', '10', '20', ['0'])],
      [rangeDocument('5', '20', '30', ['1']), rangeDocument('6', '30', '40', ['1'])],
    ];
    const firstRefused = Promise.withResolvers<void>();
    const { driver, sent } = await scriptedFeeds({
      ranges: ({ headers }) => {
        const etag = headers['if-none-match'];
        if (etag === undefined) return { headers: { etag: '"1"' }, body: page(...whole) };
        return etag === '"1"' && sent.pages.length > 0
          ? { headers: { etag: '"2"' }, body: page(...early, ...late) }
          : { status: 304, headers: { etag } };
      },
      page: async ({ headers }) => {
        const id = headers['x-ms-documentdb-partitionkeyrangeid'];
        const gone = { status: 410, headers: { 'x-ms-substatus': '1002' } };
        if (id === '0') return gone;
        if (id === '3') firstRefused.resolve();
        if (id === '1') return firstRefused.promise.then(() => gone);
        return { body: { Documents: [id] } };
      },
    });
    const ids: unknown[] = [];
    for await (const { body } of driver.pages(feed)) if (body.kind === 'items') ids.push(...body.items);
    expect(ids).toEqual(['3', '4', '5', '6', '2']);
    expect(sent.ranges).toHaveLength(4);
  });

  it('that stay gone are asked for eight times, over about ten seconds', async () => {
    const { driver, sent, clock } = await scriptedFeeds({
      page: () => ({ status: 410, headers: { 'x-ms-substatus': '1007' } }),
    });
    const error = await driver.executeOperation(feed).catch((caught) => caught);
    expect(error).toMatchObject({ code: 'gone', status: { subStatus: 1007 } });
    const statuses = (error.diagnostics.requests as { status: number }[]).map(({ status }) => status);
    expect(statuses.filter((status) => status === 410)).toHaveLength(9);
    expect(sent.pages).toHaveLength(9);
    expect(clock.delays).toEqual([80, 160, 320, 640, 1280, 2560, 2560, 2560]);
  });
});
