// Started by compare-purges.ts: purges a table with the same filter, partitions and concurrency by `submitTransaction`.
import type { TransactionAction } from '@azure/data-tables';
import { BATCH_ROWS, connect, forPartitions } from './bench-table.ts';
import { serveWork } from './work-process.ts';

const [, , connectionString = ''] = process.argv;

serveWork(async ({ table }) => {
  const client = connect(connectionString, table);
  const cutoff = new Date(Date.now() + 1_000).toISOString();
  let deleted = 0;
  await forPartitions(async (partitionKey) => {
    const filter = `PartitionKey eq '${partitionKey}' and Timestamp lt datetime'${cutoff}'`;
    const queryOptions = { filter, select: ['PartitionKey', 'RowKey'] };
    for await (const page of client.listEntities({ queryOptions }).byPage()) {
      for (let from = 0; from < page.length; from += BATCH_ROWS) {
        const batch = page.slice(from, from + BATCH_ROWS);
        await client.submitTransaction(
          batch.map(({ rowKey = '' }): TransactionAction => ['delete', { partitionKey, rowKey }]),
        );
        deleted += batch.length;
      }
    }
  });
  return deleted;
});
