import { createHmac } from 'node:crypto';
import * as fc from 'fast-check';

/** A request as bytes and texts; nothing says that it makes sense. */
export interface RandomRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** Which of the regions is asked. */
  readonly region: 0 | 1;
}

const date = 'Tue, 02 Dec 2025 18:04:05 GMT';

const methods = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom('GET', 'POST', 'PUT', 'DELETE') },
  { weight: 2, arbitrary: fc.constantFrom('PATCH', 'HEAD', 'OPTIONS', 'MERGE', 'PURGE', 'M-SEARCH') },
);

const types = fc.constantFrom(
  'dbs',
  'colls',
  'docs',
  'pkranges',
  'offers',
  'sprocs',
  'users',
  'operations',
  'x',
  '__proto__',
);
const visible = fc.string({
  unit: fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code)),
  maxLength: 12,
});
const names = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom('shop', 'orders', '1', 'constructor', '%C3%A9', '%', '%zz', '..', '.', '') },
  { weight: 1, arbitrary: visible.map((text) => text.replace(/[?#]/g, '')) },
);
const paths = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.constantFrom(
      '/dbs/shop/colls/orders/docs',
      '/dbs/shop/colls/orders/docs/1',
      '/dbs/shop/colls/orders/docs/2',
    ),
  },
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      '/',
      '/dbs',
      '/dbs/shop',
      '/dbs/shop/colls',
      '/dbs/shop/colls/orders',
      '/dbs/shop/colls/orders/pkranges',
      '/offers',
      '/dbs/other/colls',
    ),
  },
  {
    weight: 3,
    arbitrary: fc.array(fc.oneof(types, names), { maxLength: 8 }).map((segments) => `/${segments.join('/')}`),
  },
);

const queries = fc.oneof(
  fc.constantFrom(
    'SELECT * FROM c',
    'SELECT VALUE COUNT(1) FROM c GROUP BY c.total',
    'SELECT c.id FROM c WHERE c.total > @x ORDER BY c.id DESC OFFSET 1 LIMIT 2',
    "SELECT * FROM c JOIN l IN c.lines WHERE l.sku LIKE '%a_' AND EXISTS(SELECT VALUE 1)",
    'SELECT DISTINCT TOP 3 VALUE {a: [c.id, -1.5e3]} FROM c',
  ),
  fc
    .array(
      fc.constantFrom(
        'SELECT',
        'VALUE',
        '*',
        'FROM',
        'c',
        'WHERE',
        '(',
        ')',
        '[',
        ']',
        '{',
        '}',
        ',',
        '.',
        '"a"',
        "'b",
        '@x',
        '1',
        '1e999',
        '=',
        '!=',
        '??',
        '?',
        ':',
        'IN',
        'ORDER BY',
        'GROUP BY',
        'JOIN',
        'LIKE',
        'BETWEEN',
        'AND',
        'NOT',
        'ARRAY',
        'TOP',
        'OFFSET',
        'LIMIT',
        'ABS',
        'udf.f',
        'REGEXMATCH(c.id, "(")',
        'constructor',
        '--',
        '\u0000',
        'é',
      ),
      { maxLength: 30 },
    )
    .map((words) => words.join(' ')),
  fc.string({ maxLength: 60 }),
);

const keys = fc.constantFrom(
  '["ada"]',
  '["bob"]',
  '[{}]',
  '[null]',
  '[1]',
  '[]',
  '["ada","x"]',
  '[[]]',
  '{}',
  'ada',
  '[',
  '["\\ud800"]',
);

const items = fc.record(
  {
    id: fc.constantFrom<unknown>('1', '2', '', 'a/b', 5, null, ' '),
    key: fc.constantFrom<unknown>('ada', 'bob', null, 1, [], {}),
    total: fc.double(),
    lines: fc.anything(),
  },
  { requiredKeys: ['id', 'key'] },
);

const encoder = new TextEncoder();
const bodies = fc.oneof(
  { weight: 2, arbitrary: fc.constant(new Uint8Array()) },
  { weight: 6, arbitrary: items.map((item) => encoder.encode(jsonOf(item))) },
  {
    weight: 6,
    arbitrary: fc
      .record({ query: queries, parameters: fc.oneof(fc.constant([{ name: '@x', value: 1 }]), fc.jsonValue()) })
      .map((query) => encoder.encode(jsonOf(query))),
  },
  {
    weight: 3,
    arbitrary: fc
      .record(
        {
          id: names,
          partitionKey: fc.oneof(fc.constant({ paths: ['/key'] }), fc.jsonValue()),
          indexingPolicy: fc.jsonValue(),
          defaultTtl: fc.jsonValue(),
          uniqueKeyPolicy: fc.jsonValue(),
          operations: fc.jsonValue(),
        },
        { requiredKeys: ['id'] },
      )
      .map((properties) => encoder.encode(jsonOf(properties))),
  },
  { weight: 2, arbitrary: fc.json().map((text) => encoder.encode(text)) },
  { weight: 2, arbitrary: fc.uint8Array({ maxLength: 60 }) },
);

const flags = fc.constantFrom('true', 'True', 'false', '1', 'x');
const ranges = fc.constantFrom('0', '1', '99', '', '__proto__', '0,1');
const headers = fc.record(
  {
    'x-ms-documentdb-isquery': flags,
    'x-ms-documentdb-is-upsert': flags,
    'x-ms-cosmos-is-query-plan-request': flags,
    'x-ms-cosmos-is-batch-request': flags,
    'x-ms-documentdb-query-enablecrosspartition': flags,
    'x-ms-cosmos-populateindexmetrics': flags,
    'content-type': fc.constantFrom(
      'application/json',
      'application/query+json',
      'application/json-patch+json',
      'text/plain',
      'x',
    ),
    'x-ms-documentdb-partitionkey': fc.oneof(keys, visible),
    'x-ms-documentdb-partitionkeyrangeid': ranges,
    'x-ms-max-item-count': fc.constantFrom('1', '-1', '0', '1.5', 'x', '1e9', 'Infinity'),
    'x-ms-continuation': fc.oneof(
      visible,
      fc.json().filter(isVisible),
      fc.constantFrom('{"token":"1","range":{"min":"","max":"FF"}}', '{"token":"9","range":{"min":"80","max":"10"}}'),
    ),
    'if-match': fc.oneof(visible, fc.constant('*')),
    'if-none-match': fc.oneof(visible, fc.constantFrom('*', '"1"', '"0"')),
    'if-modified-since': fc.oneof(visible, fc.constant(date)),
    'a-im': fc.constantFrom('Incremental Feed', 'Full-Fidelity Feed', 'x'),
    'x-ms-session-token': fc.oneof(visible, fc.constantFrom('0:-1#1', '0:-1#999', '0:5#1#1=2', '0:1#1,1:x', ':', '0:')),
    'x-ms-consistency-level': fc.constantFrom('Eventual', 'Strong', 'Session', 'x'),
    'x-ms-offer-throughput': fc.constantFrom('400', '1000000', '-1', 'x'),
    'x-ms-activity-id': visible,
    prefer: fc.constantFrom('return=minimal', 'x'),
    'x-ms-start-epk': ranges,
    'x-ms-end-epk': ranges,
  },
  { requiredKeys: [] },
);

/** Requests of every kind: most are signed well, so that they get further than the door. */
export function randomRequests(key: string): fc.Arbitrary<RandomRequest> {
  const secret = Buffer.from(key, 'base64');
  const authorizations = fc.oneof(
    { weight: 12, arbitrary: fc.constant('good' as const) },
    {
      weight: 1,
      arbitrary: fc.oneof(
        visible,
        fc.constantFrom(
          '',
          '%',
          'type%3Dmaster%26ver%3D1.0%26sig%3D%',
          'type=aad&ver=1.0&sig=x',
          'type=resource&ver=1&sig=y',
        ),
      ),
    },
  );
  // Few of the optional headers at a time: all at once are refused for the first that is wrong.
  const someHeaders = fc
    .tuple(headers, fc.integer({ min: 0, max: 2 ** 22 - 1 }), fc.integer({ min: 0, max: 2 ** 22 - 1 }))
    .map(([all, one, other]) =>
      Object.fromEntries(Object.entries(all).filter((_, index) => ((one & other) >>> index) & 1)),
    );
  return fc
    .record({
      method: methods,
      path: paths,
      headers: someHeaders,
      body: bodies,
      region: fc.constantFrom<0 | 1>(0, 0, 0, 1),
      authorization: authorizations,
      pk: fc.option(keys, { nil: undefined, freq: 2 }),
    })
    .map(({ authorization, pk, ...request }) => {
      const own: Record<string, string> = { 'x-ms-date': date };
      own.authorization = authorization === 'good' ? signed(secret, request.method, request.path) : authorization;
      if (pk !== undefined) own['x-ms-documentdb-partitionkey'] = pk;
      return { ...request, headers: { ...own, ...request.headers } };
    });
}

function signed(secret: Buffer, method: string, path: string): string {
  const segments = path
    .split('/')
    .slice(1, path.endsWith('/') ? -1 : undefined)
    .map(decodeName);
  const isFeed = segments.length % 2 === 1;
  const type = segments.at(isFeed ? -1 : -2) ?? '';
  const link = (isFeed ? segments.slice(0, -1) : segments).join('/');
  const signature = createHmac('sha256', secret).update(
    `${method.toLowerCase()}\n${type}\n${link}\n${date.toLowerCase()}\n\n`,
  );
  return encodeURIComponent(`type=master&ver=1.0&sig=${signature.digest('base64')}`);
}

function decodeName(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    // Refused before its signature matters.
    return segment;
  }
}

/** JSON of anything; what has none becomes `null`. */
function jsonOf(value: unknown): string {
  try {
    return JSON.stringify(value, (_name, each) => (typeof each === 'bigint' ? String(each) : each)) ?? 'null';
  } catch {
    // Refers to itself.
    return 'null';
  }
}

function isVisible(text: string): boolean {
  return /^[\x20-\x7e]*$/.test(text);
}
