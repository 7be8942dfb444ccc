import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { odata, TableClient, TableServiceClient } from '@azure/data-tables';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Azurite, startAzurite } from './start-azurite.ts';

describe('startAzurite', () => {
  let azurite: Azurite;
  beforeAll(async () => {
    azurite = await startAzurite();
  }, 40_000);
  afterAll(() => azurite.close());

  const table = async (name: string): Promise<TableClient> => {
    const client = TableClient.fromConnectionString(azurite.connectionString, name, { allowInsecureConnection: true });
    await client.createTable();
    return client;
  };

  it('serves the table service of the well-known account to the real client', async () => {
    const client = await table('orders');
    await client.createEntity({ partitionKey: 'p', rowKey: 'r', amount: 12 });

    expect(await client.getEntity('p', 'r')).toMatchObject({ amount: 12 });
    const service = TableServiceClient.fromConnectionString(azurite.connectionString, {
      allowInsecureConnection: true,
    });
    const names: (string | undefined)[] = [];
    for await (const { name } of service.listTables()) names.push(name);
    expect(names).toContain('orders');
  });

  it('runs transactions, queries and etags as the service does', async () => {
    const client = await table('etags');
    await client.submitTransaction([
      ['create', { partitionKey: 'p', rowKey: '1', amount: 1 }],
      ['create', { partitionKey: 'p', rowKey: '2', amount: 2 }],
    ]);
    const found: unknown[] = [];
    for await (const row of client.listEntities({ queryOptions: { filter: odata`amount gt ${1}` } })) {
      found.push(row.rowKey);
    }
    expect(found).toEqual(['2']);

    const { etag } = await client.getEntity('p', '1');
    await client.updateEntity({ partitionKey: 'p', rowKey: '1', amount: 5 }, 'Merge');
    await expect(client.deleteEntity('p', '1', { etag })).rejects.toMatchObject({ statusCode: 412 });
  });

  it('gives every start its own port and its own empty data', async () => {
    await table('mine');
    const other = await startAzurite();
    try {
      expect(other.port).not.toBe(azurite.port);
      const client = TableClient.fromConnectionString(other.connectionString, 'mine', {
        allowInsecureConnection: true,
      });
      await expect(client.getEntity('p', 'r')).rejects.toMatchObject({ statusCode: 404 });
    } finally {
      await other.close();
    }
    expect(() => process.kill(other.pid, 0)).toThrow('ESRCH');
  }, 40_000);

  it.each([
    ['ends without closing it', 'end', undefined],
    ['is killed', 'wait', 'SIGKILL'],
  ] as const)(
    'goes when its parent %s',
    async (_title, mode, signal) => {
      const script = fileURLToPath(new URL('../test/servers/parent-that-forgets.ts', import.meta.url));
      const parent = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', script, mode], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const parentEnded = once(parent, 'exit');
      const { tableEndpoint } = await firstLine(parent);
      if (signal !== undefined) parent.kill(signal);
      await parentEnded;

      // Refused, not asked by process id: an orphan's id may stay taken until the machine's init collects it.
      await untilRefused(tableEndpoint);
    },
    40_000,
  );
});

async function firstLine(child: ChildProcess): Promise<{ tableEndpoint: string }> {
  let text = '';
  for await (const chunk of child.stdout ?? []) {
    text += String(chunk);
    if (text.includes('\n')) break;
  }
  return JSON.parse(text);
}

/** Asks until nobody answers at that address any more. */
async function untilRefused(url: string): Promise<void> {
  for (;;) {
    try {
      await fetch(url, { signal: AbortSignal.timeout(5000) });
    } catch (error) {
      if ((error as { cause?: { code?: string } }).cause?.code === 'ECONNREFUSED') return;
    }
  }
}
