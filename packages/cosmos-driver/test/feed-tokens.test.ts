import { describe, expect, it } from '@jest/globals';
import { ContainerReference } from '../src/operation/container-reference.ts';
import { CosmosOperation } from '../src/operation/cosmos-operation.ts';
import { DatabaseReference } from '../src/operation/database-reference.ts';
import { FeedRange } from '../src/partitioning/feed-range.ts';
import { planDocument, scripted, scriptedFeeds } from './fakes/feed-script.ts';

const anew = new ContainerReference(scripted.database, scripted.id, {
  rid: `${scripted.rid.slice(0, -2)}4=`,
  partitionKey: scripted.partitionKey,
});
const parameters = (value: unknown) => ({ query: 'SELECT * FROM c', parameters: [{ name: '@a', value }] });
const query = CosmosOperation.queryItems(scripted, parameters(1));
const read = CosmosOperation.readFeed(scripted);
const latest = CosmosOperation.changeFeed(scripted);
const versions = CosmosOperation.changeFeed(scripted, { mode: 'all-versions-and-deletes' });
const part = FeedRange.fromKeys('', '20');
const feeds: Readonly<Record<string, CosmosOperation>> = {
  'a query': query,
  'a query with another parameter': CosmosOperation.queryItems(scripted, parameters('1')),
  'a query of another text': CosmosOperation.queryItems(scripted, { ...parameters(1), query: 'SELECT * FROM c ' }),
  'a query in a range': query.withScope(part),
  'a query of one key': query.withScope('ada'),
  'a query of another key': query.withScope('bob'),
  'a query of a container made anew': CosmosOperation.queryItems(anew, parameters(1)),
  'a read of all': read,
  'a read of a range': read.withScope(part),
  'a read of one key': read.withScope('ada'),
  'a read of a container made anew': CosmosOperation.readFeed(anew),
  'a change feed': latest,
  'a change feed of all versions': versions,
  'a change feed of one key': latest.withScope('ada'),
  'a read of databases': CosmosOperation.readFeed('databases'),
  'a read of containers': CosmosOperation.readFeed(scripted.database),
  'a read of the containers of another database': CosmosOperation.readFeed(DatabaseReference.from('other')),
  'a query of containers': CosmosOperation.queryContainers(scripted.database, 'SELECT * FROM c'),
};

describe('a token', () => {
  it('is refused by every other feed, before anything is sent', async () => {
    const { driver, sent } = await scriptedFeeds({
      plan: () => planDocument({}),
      page: () => ({
        headers: { 'x-ms-continuation': 'next', etag: '"1"' },
        body: { Documents: [], Databases: [], DocumentCollections: [] },
      }),
    });
    const tokens = new Map<string, string>();
    for (const [name, operation] of Object.entries(feeds)) {
      tokens.set(name, (await driver.executeOperation(operation)).continuationToken ?? '');
    }
    expect([...tokens.values()].every((token) => token.startsWith('c1.'))).toBe(true);
    const before = [sent.plans.length, sent.ranges.length, sent.pages.length];
    for (const [name, operation] of Object.entries(feeds)) {
      for (const [other, token] of tokens) {
        if (other === name) continue;
        const refused = driver.executeOperation(operation.withContinuation(token)).then(
          () => `${name} has taken the token of ${other}`,
          (error) => [error.code, error.diagnostics.requestCount],
        );
        expect(await refused).toEqual(['invalid-continuation', 0]);
      }
    }
    expect([sent.plans.length, sent.ranges.length, sent.pages.length]).toEqual(before);
  });
});
