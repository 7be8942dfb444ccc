// Started by compare-purges.ts and measure-purge-heap.ts: purges a table as users do.
import { purge } from '../src/index.ts';
import { CONCURRENCY, connect, partitionerOf } from './bench-table.ts';
import { serveWork } from './work-process.ts';

const [, , connectionString = ''] = process.argv;

serveWork(async ({ table }, onDeleted) => {
  const partitioner = partitionerOf(connect(connectionString, table));
  const { deleted } = await purge(partitioner, {
    olderThan: new Date(Date.now() + 1_000),
    concurrency: CONCURRENCY,
    onProgress: ({ total }) => onDeleted(total.deleted),
  });
  return deleted;
});
