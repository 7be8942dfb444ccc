import { describe, expect, it } from '@jest/globals';
import { createEmulator, type EmulatorOptions } from '../src/index.ts';
import { createRawClient } from './support/raw-client.ts';

const east = 'emulator-eastus.emulator.invalid';
const west = 'emulator-westus.emulator.invalid';
const north = 'emulator-northeurope.emulator.invalid';
const docs = '/dbs/shop/colls/orders/docs';
const orders = { database: 'shop', container: 'orders' };
const refused = [403, '3'];

/** An account of three regions; `moved` lies in partition 0, `other` in partition 1. */
async function openShop(options: EmulatorOptions = {}) {
  let nowMs = Date.UTC(2026, 0, 1);
  const account = createEmulator({
    regions: ['East US', 'West US', 'North Europe'],
    perPartitionFailover: true,
    clock: { nowMs: () => nowMs },
    seed: 1,
    ...options,
  });
  const client = createRawClient(account);
  await client.createShop();
  const write = async (host: string, customerId: string, id = '1', headers: Record<string, string> = {}) => {
    const answer = await client.send('POST', docs, {
      host,
      pk: [customerId],
      body: { id, customerId },
      headers: { 'x-ms-documentdb-is-upsert': 'true', ...headers },
    });
    return [answer.status, answer.headers['x-ms-substatus']];
  };
  const read = async (host: string, customerId: string, headers: Record<string, string> = {}) => {
    const answer = await client.send('GET', `${docs}/1`, { host, pk: [customerId], headers });
    return [answer.status, answer.headers['x-ms-substatus']];
  };
  const rangeOf = async (customerId: string): Promise<string> => {
    const answer = await client.send('GET', `${docs}/none`, { host: east, pk: [customerId] });
    return answer.headers['x-ms-documentdb-partitionkeyrangeid'] ?? '';
  };
  const customers = Array.from({ length: 20 }, (_, number) => `customer-${number}`);
  const ranges = await Promise.all(customers.map(rangeOf));
  const moved = customers[ranges.indexOf('0')] ?? '';
  const other = customers[ranges.indexOf('1')] ?? '';
  return {
    account,
    client,
    control: account.control,
    write,
    read,
    moved,
    other,
    pass: (durationMs: number) => {
      nowMs += durationMs;
    },
    move: (region: string, partitionKeyRangeId = '0') =>
      account.control.setPartitionWriteRegion({ ...orders, partitionKeyRangeId, region }),
  };
}

describe('perPartitionFailover', () => {
  it('is in the account document, and off by default', async () => {
    const flag = async (options: EmulatorOptions) => {
      const { json } = await createRawClient(createEmulator(options)).send('GET', '/');
      return json.enablePerPartitionFailoverBehavior;
    };
    expect([await flag({}), await flag({ perPartitionFailover: true })]).toEqual([false, true]);
  });

  it('is for accounts with one write region', () => {
    const make = (options: object) => () => createEmulator(options);
    expect(make({ perPartitionFailover: true, writeMode: 'multi' })).toThrow('no partition has a write region to move');
    expect(make({ perPartitionFailover: 'yes' })).toThrow(TypeError);
  });
});

describe('setPartitionWriteRegion', () => {
  it('moves the writes of one partition, and of no other', async () => {
    const { client, move, moved, other, write, read } = await openShop();
    expect([await write(east, moved), await write(west, moved)]).toEqual([[201, undefined], refused]);
    await move('West US');
    expect([await write(east, moved), await write(west, moved), await write(north, moved)]).toEqual([
      refused,
      [200, undefined],
      refused,
    ]);
    expect([await write(east, other), await write(west, other)]).toEqual([[201, undefined], refused]);
    expect(await Promise.all([east, west, north].map((host) => read(host, moved)))).toEqual([
      [200, undefined],
      [200, undefined],
      [200, undefined],
    ]);
    const { json } = await client.send('GET', '/');
    expect(json.writableLocations.map(({ name }: { name: string }) => name)).toEqual(['East US']);
  });

  it('moves batches, bulks and reads at the hub with it', async () => {
    const { client, move, moved, read, write } = await openShop();
    await write(east, moved);
    await move('West US');
    const hub = { 'x-ms-cosmos-hub-region-processing-only': 'True' };
    expect([await read(east, moved, hub), await read(west, moved, hub)]).toEqual([refused, [200, undefined]]);
    const operations = [{ operationType: 'Read', id: '1', partitionKey: JSON.stringify([moved]) }];
    const batch = async (host: string, headers: Record<string, string>, pk?: string[]) => {
      const answer = await client.send('POST', docs, {
        host,
        ...(pk && { pk }),
        body: operations,
        headers: { 'x-ms-cosmos-is-batch-request': 'True', ...headers },
      });
      return answer.status;
    };
    const atomic = { 'x-ms-cosmos-batch-atomic': 'True' };
    const bulk = { 'x-ms-cosmos-batch-atomic': 'False', 'x-ms-documentdb-partitionkeyrangeid': '0' };
    expect([await batch(east, atomic, [moved]), await batch(west, atomic, [moved])]).toEqual([403, 200]);
    expect([await batch(east, bulk), await batch(west, bulk)]).toEqual([403, 200]);
  });

  it('brings a partition back, with all that was written elsewhere', async () => {
    const { control, move, moved, write, read } = await openShop({ replication: { delayMs: 1_000 } });
    await move('West US');
    await control.pauseReplication('East US');
    await write(west, moved);
    expect(await read(east, moved)).toEqual([404, undefined]);
    await move('East US');
    expect([await read(east, moved), await write(east, moved)]).toEqual([
      [200, undefined],
      [200, undefined],
    ]);
    expect(await write(west, moved)).toEqual(refused);
  });

  it('holds for what comes of the partition by a split, each part of which can be moved by itself', async () => {
    const { control, client, move, moved, write } = await openShop();
    await move('West US');
    await write(west, moved, '2');
    const children = await control.splitPartition({ ...orders, partitionKeyRangeId: '0' });
    expect([await write(east, moved), await write(west, moved)]).toEqual([refused, [201, undefined]]);
    const { headers } = await client.send('GET', `${docs}/1`, { host: east, pk: [moved] });
    const mine = headers['x-ms-documentdb-partitionkeyrangeid'] ?? '';
    expect(children).toContain(mine);
    await move('North Europe', mine);
    expect([await write(west, moved), await write(north, moved)]).toEqual([refused, [200, undefined]]);
  });

  it('ends with a failover of the whole account, and when its region goes', async () => {
    const shop = await openShop();
    await shop.move('West US');
    await shop.write('emulator-westus.emulator.invalid', shop.moved);
    await shop.control.setWriteRegion('North Europe');
    expect([await shop.write(west, shop.moved), await shop.write(north, shop.moved)]).toEqual([
      refused,
      [200, undefined],
    ]);
    await shop.move('West US');
    await shop.control.beginRegionRemoval('West US');
    expect(await shop.write(north, shop.moved)).toEqual([200, undefined]);
    await shop.control.cancelRegionRemoval('West US');
    expect(await shop.write(west, shop.moved)).toEqual(refused);
    await shop.move('West US');
    await shop.control.removeRegion('West US');
    expect(await shop.write(north, shop.moved)).toEqual([200, undefined]);
  });

  it('removes what has expired where the partition is written', async () => {
    const { account, client, move, moved, pass } = await openShop();
    const { json } = await client.send('GET', '/dbs/shop/colls/orders');
    await client.send('PUT', '/dbs/shop/colls/orders', { body: { ...json, defaultTtl: 10 } });
    await move('West US');
    await account.control.pauseReplication('East US');
    const body = { id: '1', customerId: moved };
    await client.send('POST', docs, { host: west, pk: [moved], body });
    const session = async () => {
      const { status, headers } = await client.send('GET', `${docs}/1`, { host: west, pk: [moved] });
      return [status, headers.lsn];
    };
    expect(await session()).toEqual([200, '1']);
    expect(account.exportData().databases[0]?.containers?.[0]?.items).toEqual([body]);
    pass(11_000);
    expect(await session()).toEqual([404, '2']);
  });

  it('refuses what it cannot move', async () => {
    const { control, move } = await openShop();
    await expect(move('West US', '7')).rejects.toThrow('has no partition 7');
    await expect(move('South US')).rejects.toThrow(TypeError);
    await control.beginRegionRemoval('North Europe');
    await expect(move('North Europe')).rejects.toThrow('The region North Europe does not serve.');
    const odd = { ...orders, partitionKeyRangeId: '0', region: 'West US', at: '20' };
    await expect(control.setPartitionWriteRegion(odd)).rejects.toThrow(TypeError);
    const plain = await openShop({ perPartitionFailover: false });
    await expect(plain.move('West US')).rejects.toThrow('perPartitionFailover: true');
  });
});
