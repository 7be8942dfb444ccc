// Started by compare-purges.ts: lists rows and deletes one after the other.
import { connect } from './bench-table.ts';
import { serveWork } from './work-process.ts';

const [, , connectionString = ''] = process.argv;

serveWork(async ({ table, rows }) => {
  const client = connect(connectionString, table);
  let deleted = 0;
  for await (const { partitionKey = '', rowKey = '', etag } of client.listEntities()) {
    if (deleted === rows) break;
    await client.deleteEntity(partitionKey, rowKey, { etag });
    deleted++;
  }
  return deleted;
});
