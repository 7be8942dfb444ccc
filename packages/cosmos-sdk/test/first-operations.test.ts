import { describe, expect, it } from '@jest/globals';
import { createCosmosRuntime, type Transport, type TransportRequest } from '@perdura/cosmos-driver';
import { CosmosClient } from '../src/client/cosmos-client.ts';
import { openAccount } from './fakes/open-account.ts';

describe('ten first operations at the same time', () => {
  it('read the account once and the container once, on one client', async () => {
    const { requests, transport, ...opened } = await openCounted();
    const runtime = createCosmosRuntime({ transport });
    const client = await CosmosClient.create({ runtime, endpoint: opened.endpoint, key: opened.key });
    await Promise.all(Array.from({ length: 10 }, (_, number) => writeAndRead(client, `${number}`)));
    expect(countReads(requests)).toEqual({ account: 1, container: 1, items: 20 });
    await client.close();
    await runtime.close();
    await opened.close();
  });

  it('read the account once and the container once, on a client for each that share a runtime', async () => {
    const { requests, transport, ...opened } = await openCounted();
    const runtime = createCosmosRuntime({ transport });
    await Promise.all(
      Array.from({ length: 10 }, async (_, number) => {
        const client = await CosmosClient.create({ runtime, endpoint: opened.endpoint, key: opened.key });
        await writeAndRead(client, `${number}`);
        await client.close();
      }),
    );
    expect(countReads(requests)).toEqual({ account: 1, container: 1, items: 20 });
    await runtime.close();
    await opened.close();
  });
});

async function writeAndRead(client: CosmosClient, id: string): Promise<void> {
  const orders = await client.database('shop').container('orders');
  await orders.createItem({ id, customer: 'ada' });
  await orders.readItem('ada', id);
}

/** An account with a container, and a way to it that tells what was sent; nobody has asked for anything yet. */
async function openCounted() {
  const { account, close } = await openAccount('in process');
  const requests: TransportRequest[] = [];
  const inner = account.transport();
  const transport: Transport = {
    send(request) {
      requests.push(request);
      return inner.send(request);
    },
  };
  return { endpoint: account.endpoint, key: account.key, requests, transport, close };
}

function countReads(
  requests: readonly TransportRequest[],
): Readonly<Record<'account' | 'container' | 'items', number>> {
  const paths = requests.map(({ url }) => new URL(url).pathname);
  const count = (wanted: (path: string) => boolean): number => paths.filter(wanted).length;
  return {
    account: count((path) => path === '/'),
    container: count((path) => path === '/dbs/shop/colls/orders'),
    items: count((path) => path.startsWith('/dbs/shop/colls/orders/docs')),
  };
}
