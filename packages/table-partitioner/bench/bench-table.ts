import { TableClient } from '@azure/data-tables';
import { byteSum, createPartitioner, decimal, type Partitioner } from '../src/index.ts';

/** Partitions of every table of the bench, and how many of them are worked on at a time. */
export const PARTITIONS = 16;
export const CONCURRENCY = 8;
/** Rows of one transaction. */
export const BATCH_ROWS = 100;

/** A client of a table over plain HTTP. */
export function connect(connectionString: string, table: string): TableClient {
  return TableClient.fromConnectionString(connectionString, table, { allowInsecureConnection: true });
}

/** The layout of a table of the bench. */
export function partitionerOf(client: TableClient): Partitioner {
  return createPartitioner({
    generations: [
      {
        ...{ id: 1, table: client.tableName, partitions: PARTITIONS, strategy: byteSum, keyFormat: decimal() },
        state: 'active',
      },
    ],
    table: () => client,
  });
}

/** The key of a row by its number: as long as a GUID, in order. */
export function rowKeyOf(row: number): string {
  return `3479d7a2-5d1a-41a8-b8ff-${String(row).padStart(12, '0')}`;
}

/** A connection string for a server that looks at no signature. */
export function connectionStringOf(endpoint: string): string {
  const key = Buffer.alloc(64, 7).toString('base64');
  return `DefaultEndpointsProtocol=http;AccountName=account;AccountKey=${key};TableEndpoint=${endpoint};`;
}

/** Works on partitions, so many at a time. */
export async function forPartitions(work: (partitionKey: string) => Promise<void>): Promise<void> {
  const keys = Array.from({ length: PARTITIONS }, (_, partition) => String(partition)).values();
  const worker = async (): Promise<void> => {
    for (const key of keys) await work(key);
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, worker));
}
