import { TableClient } from '@azure/data-tables';
import { byteSum, createPartitioner, padded } from '@perdura/table-partitioner';
import { TableSessionStore, type TableSessionStoreOptions } from './table-session-store.ts';

const PARTITIONS = 16;

/** Connects to a table of sessions, creates it where it is missing, and makes it a store. */
export async function openSessionStore(
  connectionString: string,
  table: string = 'webSessions',
  options: Pick<TableSessionStoreOptions, 'idleTimeoutMs' | 'now'> = {},
): Promise<TableSessionStore> {
  const client = TableClient.fromConnectionString(connectionString, table, {
    allowInsecureConnection: /UseDevelopmentStorage=true|DefaultEndpointsProtocol=http;/.test(connectionString), // an emulator
  });
  await client.createTable();
  const generation = { id: 1, table, partitions: PARTITIONS, strategy: byteSum, keyFormat: padded(2) } as const;
  const partitioner = createPartitioner({ generations: [{ ...generation, state: 'active' }], table: () => client });
  return new TableSessionStore({ ...options, client, partitioner });
}
