import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { stringToSign } from '@perdura/cosmos-protocol';
import { importKeyNode } from '../src/effects/sign-node.ts';
import { CosmosOperation } from '../src/operation/cosmos-operation.ts';
import { DatabaseReference } from '../src/operation/database-reference.ts';
import { ItemReference } from '../src/operation/item-reference.ts';
import { ifMatch } from '../src/operation/precondition.ts';
import { resolveOperationOptions } from '../src/options/resolve-operation-options.ts';
import { buildRequest } from '../src/request/build-request.ts';
import { encodeJson } from '../src/request/encode-json.ts';
import { requestTarget } from '../src/request/request-target.ts';
import { masterKeyAuthorization } from '../src/signing/authorization.ts';
import { accountKey, order, orders } from './fakes/fake-account.ts';

/** What `@azure/cosmos` sent for the same operations, with the same key, to a server that kept it. */
const recorded = JSON.parse(readFileSync(new URL('./vectors/azure-cosmos-requests.json', import.meta.url), 'utf8')) as {
  requests: RecordedRequest[];
};

interface RecordedRequest {
  readonly operation: string;
  readonly method: string;
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body?: string;
}

const db = DatabaseReference.from('db');
const set = { op: 'set', path: '/total', value: 2 } as const;
const incr = { op: 'incr', path: '/total', value: 1 } as const;
const autoscale = { kind: 'autoscale', maxRequestUnitsPerSecond: 4000, incrementPercent: 10 } as const;

/** Our operation by the name of the recorded one, with its link as it is signed and the headers that are its own. */
const operations: Record<string, [CosmosOperation, signed: string, headers: Record<string, string>]> = {
  createDatabase: [CosmosOperation.createDatabase(db), 'dbs:', {}],
  'createDatabase with throughput': [
    CosmosOperation.createDatabase(db, { throughput: { kind: 'manual', requestUnitsPerSecond: 400 } }),
    'dbs:',
    { 'x-ms-offer-throughput': '400' },
  ],
  readDatabase: [CosmosOperation.readDatabase(db), 'dbs:dbs/db', {}],
  deleteDatabase: [CosmosOperation.deleteDatabase(db), 'dbs:dbs/db', { prefer: 'return=minimal' }],
  createContainer: [CosmosOperation.createContainer(db, 'orders'), 'colls:dbs/db', {}],
  'createContainer with autoscale': [
    CosmosOperation.createContainer(db, 'orders', { throughput: autoscale }),
    'colls:dbs/db',
    {
      'x-ms-cosmos-offer-autopilot-settings':
        '{"maxThroughput":4000,"autoUpgradePolicy":{"throughputPolicy":{"incrementPercent":10}}}',
    },
  ],
  readContainer: [CosmosOperation.readContainer(db, 'orders'), 'colls:dbs/db/colls/orders', {}],
  replaceContainer: [CosmosOperation.replaceContainer(db, 'orders'), 'colls:dbs/db/colls/orders', {}],
  deleteContainer: [
    CosmosOperation.deleteContainer(db, 'orders'),
    'colls:dbs/db/colls/orders',
    { prefer: 'return=minimal' },
  ],
  createItem: [
    CosmosOperation.createItem(ItemReference.from(orders, 'Zoë 🚲', '1')),
    'docs:dbs/db/colls/orders',
    { 'x-ms-documentdb-partitionkey': '["Zo\\u00eb \\ud83d\\udeb2"]', prefer: 'return=minimal' },
  ],
  upsertItem: [
    CosmosOperation.upsertItem(order),
    'docs:dbs/db/colls/orders',
    {
      'x-ms-documentdb-partitionkey': '["ada"]',
      'x-ms-documentdb-is-upsert': 'true',
      prefer: 'return=minimal',
    },
  ],
  readItem: [
    CosmosOperation.readItem(ItemReference.from(orders, 'ada', 'a b')),
    'docs:dbs/db/colls/orders/docs/a b',
    { 'x-ms-documentdb-partitionkey': '["ada"]' },
  ],
  replaceItem: [
    CosmosOperation.replaceItem(order).withPrecondition(ifMatch('"e"')),
    'docs:dbs/db/colls/orders/docs/1',
    { 'x-ms-documentdb-partitionkey': '["ada"]', 'if-match': '"e"', prefer: 'return=minimal' },
  ],
  deleteItem: [
    CosmosOperation.deleteItem(order),
    'docs:dbs/db/colls/orders/docs/1',
    { 'x-ms-documentdb-partitionkey': '["ada"]', prefer: 'return=minimal' },
  ],
  'deleteItem without a key': [
    CosmosOperation.deleteItem(ItemReference.from(orders, [undefined], '1')),
    'docs:dbs/db/colls/orders/docs/1',
    { 'x-ms-documentdb-partitionkey': '[{}]', prefer: 'return=minimal' },
  ],
  'deleteItem of the key null': [
    CosmosOperation.deleteItem(ItemReference.from(orders, null, '1')),
    'docs:dbs/db/colls/orders/docs/1',
    { 'x-ms-documentdb-partitionkey': '[null]', prefer: 'return=minimal' },
  ],
  patchItem: [
    CosmosOperation.patchItem(order, [set], { predicate: 'from c where c.total > 1' }),
    'docs:dbs/db/colls/orders/docs/1',
    {
      'x-ms-documentdb-partitionkey': '["ada"]',
      'content-type': 'application/json_patch+json',
      prefer: 'return=minimal',
    },
  ],
  batch: [
    CosmosOperation.batch(orders, 'ada', [
      { kind: 'create', body: encodeJson({ id: '2', customer: 'ada' }) },
      { kind: 'read', id: '1' },
      { kind: 'patch', id: '1', operations: [incr] },
    ]),
    'docs:dbs/db/colls/orders',
    {
      'x-ms-documentdb-partitionkey': '["ada"]',
      'x-ms-cosmos-is-batch-request': 'True',
      'x-ms-cosmos-batch-atomic': 'True',
      'x-ms-cosmos-batch-continue-on-error': 'False',
      prefer: 'return=minimal',
    },
  ],
  deleteAllItems: [
    CosmosOperation.deleteAllItems(orders, 'ada'),
    'colls:dbs/db/colls/orders',
    { 'x-ms-documentdb-partitionkey': '["ada"]', prefer: 'return=minimal' },
  ],
  queryOffers: [
    CosmosOperation.queryOffers(),
    'offers:',
    { 'x-ms-documentdb-isquery': 'True', 'content-type': 'application/query+json' },
  ],
  readOffer: [CosmosOperation.readOffer('uT2L'), 'offers:ut2l', {}],
  replaceOffer: [CosmosOperation.replaceOffer('uT2L'), 'offers:ut2l', {}],
};

function build(operation: CosmosOperation, date: string): ReturnType<typeof buildRequest> {
  return buildRequest({
    operation,
    target: requestTarget(operation),
    endpointUrl: '',
    options: resolveOperationOptions([]),
    identity: { clientId: 'client', userAgent: 'agent' },
    activityId: 'activity',
    date,
    sessionToken: undefined,
    multiWrite: false,
    hubRegionOnly: false,
  });
}

const standardHeaders = {
  'x-ms-version': '2020-07-15',
  'x-ms-date': 'now',
  'x-ms-client-id': 'client',
  'user-agent': 'agent',
  'x-ms-activity-id': 'activity',
  accept: 'application/json',
  'cache-control': 'no-cache',
  'content-type': 'application/json',
  'x-ms-noretry-449': 'true',
  'x-ms-cosmos-sdk-supportedcapabilities': '8',
};

/** Headers whose values the peer spells in its own way, or does not send. */
const notCompared = new Set([
  'x-ms-date',
  'authorization',
  'content-type',
  'x-ms-cosmos-is-batch-request',
  'x-ms-cosmos-batch-atomic',
  'x-ms-documentdb-isquery',
]);

describe('the request of', () => {
  it.each(Object.entries(operations))('%s has these headers, and signs this link', (_, [operation, signed, own]) => {
    const { resourceType, resourceLink } = requestTarget(operation);
    expect(`${resourceType}:${resourceLink}`).toBe(signed);
    expect(build(operation, 'now').headers).toEqual({ ...standardHeaders, ...own });
  });

  it.each(recorded.requests.map((request) => [request.operation, request] as const))(
    '%s has the method, path, key and signature of @azure/cosmos',
    (name, theirs) => {
      const [operation] = operations[name] ?? [];
      if (operation === undefined) throw new Error(`There is no operation for ${name}.`);
      const ours = build(operation, theirs.headers['x-ms-date'] ?? '');
      expect([ours.method, ours.url]).toEqual([theirs.method, theirs.path]);
      for (const [header, value] of Object.entries(theirs.headers)) {
        if (!notCompared.has(header)) expect([header, ours.headers[header]]).toEqual([header, value]);
      }
      const { resourceType, resourceLink } = requestTarget(operation);
      const text = stringToSign({
        verb: ours.method,
        resourceType,
        resourceLink,
        date: theirs.headers['x-ms-date'] ?? '',
      });
      expect(masterKeyAuthorization(String(importKeyNode(accountKey)(text)))).toBe(theirs.headers.authorization);
      if (name === 'patchItem' || name === 'batch') {
        expect(JSON.parse(new TextDecoder().decode(ours.body))).toEqual(JSON.parse(theirs.body ?? ''));
      }
    },
  );

  it('has nothing recorded that is left out', () => {
    expect(Object.keys(operations).sort()).toEqual(recorded.requests.map(({ operation }) => operation).sort());
  });

  it('a throughput is refused, because it becomes several', () => {
    expect(() => requestTarget(CosmosOperation.readThroughput(db))).toThrow(TypeError);
  });
});
