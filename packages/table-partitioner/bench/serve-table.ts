// Started by the bench of purges: a table service that does next to nothing, and prints its URL. Until rows are listed it takes
// every batch for one of 100 rows and does not look at it. Tables named `rows<n>x<run>` have n rows in 16 partitions, kept in the
// order of their keys: a page is cut out of an index, a batch takes its rows out of it.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { BATCH_ROWS, PARTITIONS, rowKeyOf } from './bench-table.ts';

const PAGE_ROWS = 1000;
const ETAG = `W/"datetime'2026-11-20T23%3A19%3A06.0663733Z'"`;

const success = [
  ...['--changesetresponse_1', 'Content-Type: application/http', 'Content-Transfer-Encoding: binary', ''],
  ...[
    'HTTP/1.1 204 No Content',
    'X-Content-Type-Options: nosniff',
    'Cache-Control: no-cache',
    'DataServiceVersion: 1.0;',
  ],
  ...['', ''],
].join('\r\n');
/** As the service answers a batch of deletes. */
function applied(operations: number): Buffer {
  const lines = [
    ...['--batchresponse_1', 'Content-Type: multipart/mixed; boundary=changesetresponse_1', ''],
    ...Array.from({ length: operations }, () => success),
    ...['--changesetresponse_1--', '--batchresponse_1--', ''],
  ];
  return Buffer.from(lines.join('\r\n'));
}
/** Of a full batch. */
const appliedBatch = applied(BATCH_ROWS);

/** By table and partition: which rows are gone. */
const tables = new Map<string, readonly Uint8Array[]>();

function partitionsOf(table: string): readonly Uint8Array[] {
  const rows = Number(/^rows(\d+)x/.exec(table)?.[1] ?? 0);
  const known = tables.get(table) ?? Array.from({ length: PARTITIONS }, () => new Uint8Array(rows / PARTITIONS));
  tables.set(table, known);
  return known;
}

function list(table: string, query: URLSearchParams, response: ServerResponse): void {
  const partition = /PartitionKey eq '(\d+)'/.exec(query.get('$filter') ?? '')?.[1];
  const gone = partitionsOf(table)[Number(partition)] ?? new Uint8Array(0);
  let row = Number(query.get('NextRowKey') ?? 0);
  const value: object[] = [];
  for (; row < gone.length && value.length < PAGE_ROWS; row++) {
    if (gone[row] === 0) value.push({ 'odata.etag': ETAG, PartitionKey: partition, RowKey: rowKeyOf(row) });
  }
  if (row < gone.length) {
    response.setHeader('x-ms-continuation-NextPartitionKey', partition ?? '');
    response.setHeader('x-ms-continuation-NextRowKey', String(row));
  }
  response.setHeader('content-type', 'application/json;odata=minimalmetadata;streaming=true;charset=utf-8');
  response.end(JSON.stringify({ 'odata.metadata': 'http://127.0.0.1/$metadata', value }));
}

function apply(body: string): Buffer {
  const operations = [...body.matchAll(/^DELETE http:.*\/(\w+)\(PartitionKey='(\d+)',RowKey='[^']*-(\d+)'/gm)];
  for (const [, table = '', partition, row] of operations) {
    const gone = partitionsOf(table)[Number(partition)];
    if (gone?.[Number(row)] !== 0) throw new Error(`Row ${row} of partition ${partition} is deleted twice.`);
    gone[Number(row)] = 1;
  }
  return applied(operations.length);
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const { pathname, searchParams } = new URL(request.url ?? '', 'http://127.0.0.1');
  if (pathname.endsWith('/$batch')) {
    // Nobody has listed rows of a table that has none.
    const body = tables.size === 0 ? appliedBatch : apply(Buffer.concat(chunks).toString());
    response.writeHead(202, { 'content-type': 'multipart/mixed; boundary=batchresponse_1' }).end(body);
  } else if (pathname.startsWith('/left/')) {
    const left = partitionsOf(pathname.slice('/left/'.length))
      .flatMap((gone) => [...gone])
      .filter((is) => is === 0).length;
    response.end(String(left));
  } else {
    list(/^\/(\w+)/.exec(pathname)?.[1] ?? '', searchParams, response);
  }
}

const server = createServer((request, response) => void answer(request, response));
server.listen(0, '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
// Ends with whoever started it.
process.on('disconnect', () => process.exit());
