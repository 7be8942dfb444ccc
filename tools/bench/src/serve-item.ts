// Started by compare-readers.ts: answers every request with bytes that were made before, and prints its URL. Pass the number of
// regions that the account is to show.
import { createServer } from 'node:net';
import { containerPath, itemDocument, measuredItem } from './measured-account.ts';

const regionCount = Number(process.argv[2] ?? 1);

function accountDocument(port: number): unknown {
  const hosts = ['127.0.0.1', 'localhost'];
  const regions = hosts
    .slice(0, regionCount)
    .map((host, index) => ({ name: `Region ${index + 1}`, databaseAccountEndpoint: `http://${host}:${port}/` }));
  return {
    id: 'account',
    writableLocations: regions.slice(0, 1),
    readableLocations: regions,
    enableMultipleWriteLocations: false,
    userConsistencyPolicy: { defaultConsistencyLevel: 'Session' },
  };
}

const containerDocument = {
  id: measuredItem.container,
  _rid: 'kX0wAJ8vXx0=',
  partitionKey: { paths: ['/customerId'], kind: 'Hash', version: 2 },
};

/** A reply with the headers that the service's gateway sends with an item. */
function reply(document: unknown): Buffer {
  const body = JSON.stringify(document);
  const lines = [
    'HTTP/1.1 200 Ok',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Date: Tue, 26 Nov 2024 10:23:46 GMT',
    'Content-Type: application/json',
    'Server: Compute',
    'Cache-Control: no-store, no-cache',
    'Pragma: no-cache',
    'Strict-Transport-Security: max-age=31536000',
    'etag: "0500c3a7-0000-0d00-0000-6745a1b20000"',
    'x-ms-activity-id: 2f1d6b0e-5d3c-4b63-9a77-0c1f5f6f2f11',
    'x-ms-last-state-change-utc: Mon, 25 Nov 2024 22:10:12.345 GMT',
    'x-ms-resource-quota: documentSize=51200;documentsSize=52428800;documentsCount=-1;collectionSize=52428800;',
    'x-ms-resource-usage: documentSize=0;documentsSize=12;documentsCount=1000;collectionSize=14;',
    'x-ms-schemaversion: 1.18',
    'lsn: 4321',
    'x-ms-item-lsn: 4300',
    'x-ms-request-charge: 1',
    'x-ms-alt-content-path: dbs/shop/colls/orders',
    'x-ms-content-path: kX0wAJ8vXx0=',
    'x-ms-quorum-acked-lsn: 4321',
    'x-ms-current-write-quorum: 3',
    'x-ms-current-replica-set-size: 4',
    'x-ms-documentdb-partitionkeyrangeid: 0',
    'x-ms-xp-role: 1',
    'x-ms-global-committed-lsn: 4321',
    'x-ms-number-of-read-regions: 0',
    'x-ms-transport-request-id: 12',
    'x-ms-cosmos-llsn: 4321',
    'x-ms-cosmos-quorum-acked-llsn: 4321',
    'x-ms-session-token: 0:-1#4321',
    'x-ms-request-duration-ms: 0.612',
    'x-ms-serviceversion: version=2.14.0.0',
    'x-ms-cosmos-is-partition-key-delete-pending: false',
    'x-ms-gatewayversion: 2.0.0',
  ];
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n${body}`);
}

const item = reply(itemDocument);
const container = reply(containerDocument);
let account: Buffer;

function answerTo(request: string): Buffer {
  const [, path = ''] = request.split(' ', 2);
  if (path.startsWith(`${containerPath}/docs/`)) return item;
  return path === containerPath ? container : account;
}

/** Reads have no bodies, and nobody sends two requests at once: a request ends where its headers do. */
const server = createServer({ noDelay: true }, (socket) => {
  let before = '';
  socket.on('data', (chunk) => {
    before += chunk.toString('latin1');
    if (!before.endsWith('\r\n\r\n')) return;
    socket.write(answerTo(before));
    before = '';
  });
  socket.on('error', () => socket.destroy());
});

server.listen(0, '::', () => {
  const { port } = server.address() as { readonly port: number };
  account = reply(accountDocument(port));
  console.log(`http://127.0.0.1:${port}`);
});
// Ends with whoever started it.
process.on('disconnect', () => process.exit());
