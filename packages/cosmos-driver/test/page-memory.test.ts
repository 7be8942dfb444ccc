import { describe, expect, it } from '@jest/globals';
import { allocateBody } from '../src/effects/body-memory.ts';
import { nodePlatform } from '../src/effects/platform-node.ts';
import type { Transport } from '../src/effects/transport.ts';
import { CosmosOperation } from '../src/operation/cosmos-operation.ts';
import { type CosmosRuntime, openRuntime } from '../src/runtime.ts';
import { feedAccount, type Order } from './fakes/feed-account.ts';

/** Reads an ordered query. @returns How long the bodies of its pages are behind it. */
async function lengthsBehind(open: (transport: Transport) => CosmosRuntime): Promise<readonly number[]> {
  const shop = await feedAccount({ partitionsPerContainer: 2 });
  const made = ['0', '1', '2', '3', '4', '5'].map((id): Order => ({ id, customer: id, total: Number(id) }));
  for (const each of made) await shop.put(each);
  const bodies: Uint8Array[] = [];
  const transport = shop.account.transport();
  const runtime = open({
    async send(request) {
      const { body, ...answer } = await transport.send(request);
      const copy = allocateBody(body.byteLength);
      copy.set(body);
      if (request.headers['x-ms-documentdb-partitionkeyrangeid'] !== undefined) bodies.push(copy);
      return { ...answer, body: copy };
    },
  });
  const { endpoint, key } = shop.account;
  const driver = await runtime.createDriver({ endpoint, credential: { key } });
  const container = await driver.resolveContainer('shop', 'orders');
  const found: unknown[] = [];
  const query = CosmosOperation.queryItems(container, 'SELECT VALUE c.total FROM c ORDER BY c.total');
  for await (const { body } of driver.pages(query)) if (body.kind === 'items') found.push(...body.items);
  expect(found).toEqual([0, 1, 2, 3, 4, 5]);
  await runtime.close();
  await shop.close();
  return bodies.map(({ byteLength }) => byteLength);
}

describe('the bodies of pages that were used', () => {
  it('give their memory back when nobody else has seen them', async () => {
    const lengths = await lengthsBehind((transport) =>
      openRuntime({ ...nodePlatform(), createTransport: () => transport }),
    );
    expect(lengths).toEqual([0, 0]);
  });

  it('stay whole when the transport was given: it may look at them later', async () => {
    const lengths = await lengthsBehind((transport) => openRuntime(nodePlatform(), { transport }));
    expect(lengths).toHaveLength(2);
    expect(Math.min(...lengths)).toBeGreaterThan(0);
  });
});
