// Started by order-by.ts: a server that answers one query from pages made before, and prints its URL. Pass the scene.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { containerPath, measuredItem } from '@perdura/bench';
import { layout, makePages, readScene, shapes } from './ordered-pages.ts';

const scene = readScene(process.argv.slice(2));
const pages = makePages(scene);

const bound = (at: number): string =>
  at === 0 ? '' : at === layout.partitionCount ? 'FF' : (at * 6).toString(16).toUpperCase().padStart(2, '0');
const PartitionKeyRanges = pages.map((_, at) => ({
  id: String(at),
  _rid: 'kX0wAJ8vXx0=',
  minInclusive: bound(at),
  maxExclusive: bound(at + 1),
  parents: [],
  status: 'online',
}));
const partitionKey = { paths: ['/customerId'], kind: 'Hash', version: 2 };
const container = {
  id: measuredItem.container,
  _rid: 'kX0wAJ8vXx0=',
  _self: 'dbs/kX0wAA==/colls/kX0wAJ8vXx0=/',
  partitionKey,
};
const plan = {
  partitionedQueryExecutionInfoVersion: 2,
  queryInfo: {
    distinctType: 'None',
    orderBy: [],
    orderByExpressions: [],
    groupByExpressions: [],
    groupByAliases: [],
    aggregates: [],
    groupByAliasToAggregateType: {},
    rewrittenQuery: '',
    hasSelectValue: false,
    hasNonStreamingOrderBy: false,
    ...shapes[scene.shape].queryInfo,
  },
  queryRanges: [{ min: '', max: 'FF', isMinInclusive: true, isMaxInclusive: false }],
};

/** What is answered: a document or bytes, with headers and status. */
type Answer = readonly [document: unknown, headers?: object, status?: number];

function answerTo(request: IncomingMessage): Answer {
  const { headers, url = '/', method } = request;
  if (url === '/') return [accountDocument(request)];
  if (url.endsWith('/pkranges')) {
    if (headers['if-none-match'] !== undefined) return [undefined, { etag: '"1"' }, 304];
    return [{ _rid: 'kX0wAJ8vXx0=', PartitionKeyRanges, _count: pages.length }, { etag: '"1"' }];
  }
  if (url === containerPath || url === `${containerPath}/`) return [container];
  if (headers['x-ms-cosmos-is-query-plan-request'] !== undefined) return [plan];
  if (method !== 'POST') return [{ message: `Nothing is at ${url}.` }, {}, 404];
  const partition = Number(headers['x-ms-documentdb-partitionkeyrangeid']);
  const page = Number(headers['x-ms-continuation'] ?? 0);
  const ofPartition = pages[partition] ?? [];
  const more = page + 1 < ofPartition.length ? { 'x-ms-continuation': String(page + 1) } : {};
  return [
    ofPartition[page] ?? { message: 'There is no such page.' },
    {
      ...more,
      'x-ms-session-token': `${partition}:-1#4321`,
    },
  ];
}

function accountDocument({ headers }: IncomingMessage): object {
  const region = { name: 'Region 1', databaseAccountEndpoint: `http://${headers.host}/` };
  return {
    id: 'account',
    _rid: 'account',
    writableLocations: [region],
    readableLocations: [region],
    enableMultipleWriteLocations: false,
    userConsistencyPolicy: { defaultConsistencyLevel: 'Session' },
  };
}

function send(response: ServerResponse, document: unknown, headers: object = {}, status: number = 200): void {
  const body = Buffer.isBuffer(document)
    ? document
    : Buffer.from(document === undefined ? '' : JSON.stringify(document));
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': body.byteLength,
    'x-ms-request-charge': '2.5',
    'x-ms-activity-id': '2f1d6b0e-5d3c-4b63-9a77-0c1f5f6f2f11',
    ...headers,
  });
  response.end(body);
}

const server = createServer((request, response) => {
  request.resume();
  request.once('end', () => send(response, ...answerTo(request)));
});
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as { readonly port: number };
  console.log(`http://127.0.0.1:${port}`);
});
// Ends with whoever started it.
process.on('disconnect', () => process.exit());
