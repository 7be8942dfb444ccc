/** What a driver gets wrong that is written from the documentation alone, part three: one test each, or one for each half. */
import { describe, expect, it } from '@jest/globals';
import { isBatchApplied, readBatchResults } from '../src/batch/read-batch-results.ts';
import type { CosmosError } from '../src/errors/cosmos-error.ts';
import { faultInjectionRule } from '../src/faults/fault-injection-rule.ts';
import { encodeToken } from '../src/feeds/continuation-token.ts';
import { feedIdentity } from '../src/feeds/feed-identity.ts';
import type { ContainerReference } from '../src/operation/container-reference.ts';
import { CosmosOperation } from '../src/operation/cosmos-operation.ts';
import { DatabaseReference } from '../src/operation/database-reference.ts';
import { encodeJson } from '../src/request/encode-json.ts';
import { createOrder, order, orders, readOrder } from './fakes/fake-account.ts';
import { type FeedAccount, feedAccount, itemsOf } from './fakes/feed-account.ts';
import { created, ok, play, status } from './fakes/play-script.ts';
import { racedAccount } from './fakes/raced-account.ts';
import { regionsAccount, regionsAsked } from './fakes/regions-account.ts';

describe('answers', () => {
  it('22. a batch that failed is an answer of status 207, whose entries say why', async () => {
    const shop = await regionsAccount();
    await shop.driver.executeOperation(shop.create);
    const body = encodeJson({ id: '1', customer: 'ada' });
    const batch = CosmosOperation.batch(shop.orders, 'ada', [
      { kind: 'upsert', body: encodeJson({ id: '2', customer: 'ada' }) },
      { kind: 'create', body },
    ]);
    const response = await shop.driver.executeOperation(batch);
    const results = readBatchResults(response);
    expect([response.status.code, isBatchApplied(results)]).toEqual([207, false]);
    expect(results.map((each) => each.status.code)).toEqual([424, 409]);
    await shop.close();
  });

  it('23. writes of items have no body unless asked for, databases, containers and offers always do', async () => {
    const body = encodeJson({});
    const database = DatabaseReference.from('db');
    const items = [
      createOrder,
      CosmosOperation.upsertItem(order).withBody(body),
      CosmosOperation.replaceItem(order).withBody(body),
      CosmosOperation.deleteItem(order),
      CosmosOperation.batch(orders, 'ada', [{ kind: 'create', body }]),
    ];
    const others = [
      CosmosOperation.createDatabase(database).withBody(body),
      CosmosOperation.createContainer(database, 'c').withBody(body),
      CosmosOperation.replaceContainer(database, 'c').withBody(body),
      CosmosOperation.replaceOffer('abcd').withBody(body),
    ];
    const preferred = async (operations: readonly CosmosOperation[], options: object) => {
      const { requests } = await play(
        operations,
        operations.map(() => ({ ...created, body: [] })),
        { options },
      );
      return requests.map(({ headers }) => headers.prefer);
    };
    expect(await preferred(items, {})).toEqual(items.map(() => 'return=minimal'));
    expect(await preferred(items, { contentResponseOnWrite: true })).toEqual(items.map(() => undefined));
    expect(await preferred(others, {})).toEqual(others.map(() => undefined));
    expect(await preferred([readOrder], {})).toEqual([undefined]);
  });

  it('24. a query goes on through a split, and its token is refused by another query', async () => {
    const shop = await feedAccount({ partitionsPerContainer: 1 });
    for (let id = 0; id < 20; id++) await shop.put({ id: String(id), customer: `customer-${id}`, total: id });
    const query = CosmosOperation.queryItems(shop.container, 'SELECT * FROM c ORDER BY c.total').withMaxItemCount(4);
    const first = await shop.driver.executeOperation(query);
    await shop.account.control.splitPartition({ database: 'shop', container: 'orders', partitionKeyRangeId: '0' });
    const token = first.continuationToken ?? '';
    const rest = await shop.all(query.withContinuation(token));
    const totals = [...itemsOf(first), ...rest].map((item) => (item as { total: number }).total);
    expect(totals).toEqual(Array.from({ length: 20 }, (_, total) => total));
    const other = CosmosOperation.queryItems(shop.container, 'SELECT * FROM c ORDER BY c.total DESC');
    const elsewhere = await makeContainer(shop, 'others');
    const changes = CosmosOperation.changeFeed(shop.container, { startFrom: 'beginning' });
    const changesToken = (await shop.driver.executeOperation(changes)).continuationToken ?? '';
    const deletes = CosmosOperation.changeFeed(shop.container, { mode: 'all-versions-and-deletes' });
    for (const operation of [
      other.withContinuation(token),
      CosmosOperation.queryItems(elsewhere, 'SELECT * FROM c ORDER BY c.total').withContinuation(token),
      changes.withContinuation(token),
      query.withContinuation(changesToken),
      deletes.withContinuation(changesToken),
    ]) {
      await expect(shop.driver.executeOperation(operation)).rejects.toMatchObject({ code: 'invalid-continuation' });
    }
    await shop.close();
  });

  it('24. a query that has ended goes on with nothing', async () => {
    const shop = await feedAccount({ partitionsPerContainer: 1 });
    const query = CosmosOperation.queryItems(shop.container, 'SELECT * FROM c ORDER BY c.total');
    const drained = encodeToken(feedIdentity(query), { kind: 'drained' });
    await shop.put({ id: '1', customer: 'ada' });
    expect(await shop.all(query)).toHaveLength(1);
    expect(await shop.all(query.withContinuation(drained))).toEqual([]);
    await shop.close();
  });

  it('25. every attempt is told by every error, that of a deadline included', async () => {
    const shop = await regionsAccount();
    await shop.account.control.failRegion('East US', { kind: 'connection-reset' });
    await shop.account.control.injectFault({ when: { region: 'West US' }, result: { kind: 'timeout' } });
    const failed = await shop.driver
      .executeOperation(shop.read, { endToEndTimeoutMs: 500, hedgingEnabled: false })
      .catch((error: CosmosError) => error);
    expect(failed).toMatchObject({ code: 'deadline-exceeded' });
    expect(regionsAsked(failed)).toEqual(['East US', 'West US']);
    expect(failed.diagnostics.requests.map(({ requestSent }) => requestSent)).not.toContain('not-sent');
    await shop.close();
  });

  it('25. attempts of both regions are told when a race ends with an error', async () => {
    const { shop, race } = await racedAccount();
    const unwell = { error: 'service-unavailable' } as const;
    const seen = await race({ 'East US': unwell, 'West US': unwell }, { maxFailoverRetryCount: 1 });
    expect(seen).toMatchObject({ code: 'server-error', errors: [503, 503], regions: ['East US', 'West US'] });
    await shop.close();
  });

  it('25. the number of attempts stays exact when they are summed up', async () => {
    const steps = Array.from({ length: 60 }, () => status(429, 3200));
    const { error } = await play([readOrder], steps, {
      options: { throttlingRetry: { maxRetryCount: 49 } },
      runtime: { diagnostics: { maxRequestDiagnostics: 16 } },
    });
    const { requestCount, requests } = error.diagnostics;
    expect([requestCount, requests.length <= 16]).toEqual([50, true]);
  });

  it('25. nothing of faults on purpose reaches the wire', async () => {
    const rule = faultInjectionRule('r').when({ operationType: 'readItem' }).result({ delayMs: 5 }).build();
    const { requests } = await play([readOrder, createOrder], [ok, created], {
      driverOptions: { faultInjectionRules: [rule] },
    });
    expect([rule.hitCount, requests.length]).toEqual([1, 2]);
    for (const { headers } of requests)
      expect(Object.keys(headers).filter((name) => name.includes('fault'))).toEqual([]);
  });
});

/** Makes one more container. */
async function makeContainer({ driver }: FeedAccount, id: string): Promise<ContainerReference> {
  const shop = DatabaseReference.from('shop');
  const body = encodeJson({ id, partitionKey: { paths: ['/customer'], kind: 'Hash', version: 2 } });
  await driver.executeOperation(CosmosOperation.createContainer(shop, id).withBody(body));
  return driver.resolveContainer(shop, id);
}
