// Started by compare-batches.ts: sends batches by submitTransaction.
import type { TransactionAction } from '@azure/data-tables';
import { BATCH_ROWS, connect, PARTITIONS } from './bench-table.ts';
import { sendBatches } from './send-batches.ts';
import { serveWork } from './work-process.ts';

const [, , connectionString = ''] = process.argv;

serveWork(async ({ table, rows }) => {
  const client = connect(connectionString, table);
  return sendBatches(rows / BATCH_ROWS, async (batch, listed) => {
    const partitionKey = String(batch % PARTITIONS);
    await client.submitTransaction(listed.map(({ rowKey }): TransactionAction => ['delete', { partitionKey, rowKey }]));
  });
});
