import {
  AzureNamedKeyCredential,
  AzureSASCredential,
  generateAccountSas,
  RestError,
  TableClient,
  type TransactionAction,
} from '@azure/data-tables';
import { describe, expect, it } from '@jest/globals';
import {
  byteSum,
  createPartitioner,
  type Generation,
  isTablePartitionerError,
  type Partitioner,
  parseGuid,
  partitionKeyForGuid,
  prefixed,
  purge,
  serverTime,
} from '../src/index.ts';
import { azuriteTables, insecure } from './builders/azurite-tables.ts';

let tables = 0;
const { server, connect } = azuriteTables();

/** A new table with so many rows in one partition. */
async function scene(
  rowKeys: readonly string[],
  partition = '0',
): Promise<{ client: TableClient; partitioner: Partitioner }> {
  const table = `sessions${++tables}`;
  const client = connect(table);
  await client.createTable();
  for (let from = 0; from < rowKeys.length; from += 100) {
    const actions = rowKeys
      .slice(from, from + 100)
      .map((rowKey): TransactionAction => ['create', { partitionKey: partition, rowKey }]);
    await client.submitTransaction(actions);
  }
  return { client, partitioner: partitionerOf(client, partition) };
}

function partitionerOf(client: TableClient, partition: string): Partitioner {
  const generation: Generation = {
    id: 1,
    table: client.tableName,
    partitions: 1,
    strategy: byteSum,
    state: 'active',
    keyFormat: { name: 'fixed', keyOf: () => partition },
  };
  return createPartitioner({ generations: [generation], table: () => client });
}

async function keysOf(client: TableClient): Promise<string[]> {
  const keys: string[] = [];
  for await (const { rowKey } of client.listEntities()) keys.push(rowKey ?? '');
  return keys;
}

/** Runs before the first batch reaches the service, as another process would. */
function beforeFirstBatch(client: TableClient, action: () => Promise<unknown>): void {
  let first = true;
  client.pipeline.addPolicy({
    name: 'another process',
    async sendRequest(request, next) {
      if (first && request.url.includes('$batch')) {
        first = false;
        await action();
      }
      return next(request);
    },
  });
}

const rows = (count: number): string[] => Array.from({ length: count }, (_, row) => `r${String(row).padStart(3, '0')}`);
/** After every row written so far, and no further ahead than the service's servers may be of each other. */
const everything = (): { olderThan: Date } => ({ olderThan: new Date(Date.now() + 1_000) });

describe('purge on Azurite', () => {
  it.each([0, 1, 100, 101, 200, 1001])('deletes %i rows', async (count) => {
    const { client, partitioner } = await scene(rows(count));
    const pages = Math.max(1, Math.ceil(count / 1000));
    expect(await purge(partitioner, everything())).toMatchObject({
      matched: count,
      deleted: count,
      failed: 0,
      requests: pages + Math.ceil(count / 100),
      done: true,
    });
    expect(await keysOf(client)).toEqual([]);
  });

  it('deletes nothing that was changed since the cutoff', async () => {
    const { client, partitioner } = await scene(rows(3));
    const { timestamp } = await client.getEntity('0', 'r000');
    expect(await purge(partitioner, { olderThan: new Date(Date.parse(timestamp ?? '') - 1) })).toMatchObject({
      matched: 0,
    });
    expect(await keysOf(client)).toHaveLength(3);
  });

  it('keeps a row that is touched between its listing and its delete', async () => {
    const { client, partitioner } = await scene(rows(100));
    beforeFirstBatch(client, () =>
      connect(client.tableName).updateEntity({ partitionKey: '0', rowKey: 'r042', seen: 1 }),
    );
    expect(await purge(partitioner, everything())).toMatchObject({ deleted: 99, touched: 1 });
    expect(await keysOf(client)).toEqual(['r042']);
  });

  it.each([1, 3, 10, 30, 100])(
    'deletes the others of a batch when %i of its rows are gone, in at most 5 requests',
    async (missing) => {
      const { client, partitioner } = await scene(rows(100));
      const gone = rows(missing).map((rowKey): TransactionAction => ['delete', { partitionKey: '0', rowKey }]);
      beforeFirstBatch(client, () => connect(client.tableName).submitTransaction(gone));
      const report = await purge(partitioner, everything());
      expect(report).toMatchObject({ deleted: 100 - missing, alreadyGone: missing });
      expect(report.requests - 1).toBeLessThanOrEqual(5);
      expect(await keysOf(client)).toEqual([]);
    },
  );

  it('counts a batch once whose connection breaks after the service has applied it', async () => {
    const { client, partitioner } = await scene(rows(100));
    let first = true;
    client.pipeline.addPolicy({
      name: 'a connection that breaks',
      async sendRequest(request, next) {
        const response = await next(request);
        if (!first || !request.url.includes('$batch')) return response;
        first = false;
        throw new RestError('read ECONNRESET', { code: 'ECONNRESET' });
      },
    });
    expect(await purge(partitioner, everything())).toMatchObject({ deleted: 100, alreadyGone: 0, retries: 1 });
    expect(await keysOf(client)).toEqual([]);
  });

  it('deletes keys with quotes, percent signs, spaces and letters of any script', async () => {
    const keys = ["o'hara", "''", '100%25', 'a+b c', 'ключ', '鍵-🔑', 'é&=;', '(1)'];
    const { client, partitioner } = await scene(keys, "l'été");
    expect(await purge(partitioner, everything())).toMatchObject({ deleted: keys.length, requests: 2 });
    expect(await keysOf(client)).toEqual([]);
  });

  it('rejects when the table is missing', async () => {
    const error: unknown = await purge(partitionerOf(connect('nothere'), '0'), everything()).catch((thrown) => thrown);
    expect(error).toMatchObject({ code: 'table-not-found', table: 'nothere', status: 404 });
    expect(isTablePartitionerError(error)).toBe(true);
  });

  it('rejects when the key is wrong', async () => {
    const { client } = await scene(rows(1));
    const wrong = new AzureNamedKeyCredential(server().accountName, Buffer.from('wrong').toString('base64'));
    const stranger = new TableClient(server().tableEndpoint, client.tableName, wrong, insecure);
    await expect(purge(partitionerOf(stranger, '0'), everything())).rejects.toMatchObject({
      code: 'access-denied',
      status: 403,
    });
  });

  it.each(['in the URL', 'as a credential'])('works with a shared access signature %s', async (where) => {
    const { client } = await scene(rows(101));
    const sas = generateAccountSas(new AzureNamedKeyCredential(server().accountName, server().accountKey), {
      expiresOn: new Date(Date.now() + 600_000),
    });
    const guest =
      where === 'in the URL'
        ? new TableClient(`${server().tableEndpoint}?${sas}`, client.tableName, insecure)
        : new TableClient(server().tableEndpoint, client.tableName, new AzureSASCredential(sas), insecure);
    expect(await purge(partitionerOf(guest, '0'), everything())).toMatchObject({ deleted: 101 });
    expect(await keysOf(client)).toEqual([]);
  });

  it('purges rows spread by GUID over the partitions of a table, and only that table’s', async () => {
    const { client } = await scene([]);
    const generation: Generation = {
      ...{
        id: 1,
        table: client.tableName,
        partitions: 16,
        strategy: byteSum,
        keyFormat: prefixed('s-'),
        state: 'active',
      },
    };
    const partitioner = createPartitioner({ generations: [generation], table: connect });
    const guids = Array.from({ length: 120 }, () => crypto.randomUUID());
    await Promise.all(
      guids.map((guid) => {
        const { partitionKey, rowKey } = partitioner.locate(guid)[0];
        return client.createEntity({ partitionKey, rowKey });
      }),
    );
    const options = { partitions: 16, keyFormat: prefixed('s-') };
    const found = await client.getEntity(
      partitionKeyForGuid(guids[0] ?? '', options),
      String(parseGuid(guids[0] ?? '')),
    );
    expect(found.rowKey).toBe(guids[0]);
    const report = await purge(partitioner, everything());
    expect(report).toMatchObject({ deleted: 120, done: true });
    expect(report.perPartition).toHaveLength(16);
    expect(await keysOf(client)).toEqual([]);
  });
});

describe('serverTime', () => {
  it('answers the clock of the service, cut to the second', async () => {
    const { client } = await scene([]);
    const before = Date.now();
    const time = (await serverTime(client)).getTime();
    expect(time % 1000).toBe(0);
    expect(time).toBeGreaterThan(before - 1001);
    expect(time).toBeLessThanOrEqual(Date.now());
  });

  it('rejects when there is no such table', async () => {
    await expect(serverTime(connect('nothere'))).rejects.toMatchObject({ code: 'table-not-found' });
  });
});
