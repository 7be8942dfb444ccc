// Started by compare-batches.ts: sends batches as a purge does.
import { createDeleteSender } from '../src/effects/send-deletes.ts';
import { BATCH_ROWS, connect, PARTITIONS } from './bench-table.ts';
import { sendBatches } from './send-batches.ts';
import { serveWork } from './work-process.ts';

const [, , connectionString = ''] = process.argv;

serveWork(async ({ table, rows }) => {
  const sendDeletes = await createDeleteSender(connect(connectionString, table));
  return sendBatches(rows / BATCH_ROWS, async (batch, listed) => {
    const answer = await sendDeletes(String(batch % PARTITIONS), listed);
    if (answer.kind === 'failed') throw new Error(answer.failure.message);
  });
});
