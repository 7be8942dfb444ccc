import { describe, expect, it } from '@jest/globals';
import { createOrder, order, orders, readOrder } from '../../test/fakes/fake-account.ts';
import { CosmosOperation } from '../operation/cosmos-operation.ts';
import { DatabaseReference } from '../operation/database-reference.ts';
import { ItemReference } from '../operation/item-reference.ts';
import { ifMatch, ifNoneMatch } from '../operation/precondition.ts';
import type { OperationOptions } from '../options/operation-options.ts';
import { resolveOperationOptions } from '../options/resolve-operation-options.ts';
import { buildRequest, type RequestParts } from './build-request.ts';
import { requestTarget } from './request-target.ts';
import type { WireRequest } from './wire-request.ts';

function build(
  operation: CosmosOperation,
  options: OperationOptions = {},
  parts: Partial<RequestParts> = {},
): WireRequest {
  return buildRequest({
    operation,
    target: requestTarget(operation),
    endpointUrl: 'https://east',
    options: resolveOperationOptions([options]),
    identity: { clientId: 'client', userAgent: 'agent' },
    activityId: 'activity',
    date: 'Tue, 02 Dec 2025 18:04:05 GMT',
    sessionToken: undefined,
    multiWrite: false,
    hubRegionOnly: false,
    ...parts,
  });
}

const body = new TextEncoder().encode('{}');
const shop = DatabaseReference.from('shop');
const createDatabase = CosmosOperation.createDatabase(shop).withBody(body);
const upsert = CosmosOperation.upsertItem(order).withBody(body);

describe('buildRequest', () => {
  it('sends these headers with a read', () => {
    expect(build(readOrder)).toEqual({
      method: 'GET',
      url: 'https://east/dbs/db/colls/orders/docs/1',
      body: undefined,
      headers: {
        'x-ms-version': '2020-07-15',
        'x-ms-date': 'Tue, 02 Dec 2025 18:04:05 GMT',
        'x-ms-client-id': 'client',
        'user-agent': 'agent',
        'x-ms-activity-id': 'activity',
        accept: 'application/json',
        'cache-control': 'no-cache',
        'content-type': 'application/json',
        'x-ms-noretry-449': 'true',
        'x-ms-cosmos-sdk-supportedcapabilities': '8',
        'x-ms-documentdb-partitionkey': '["ada"]',
      },
    });
  });

  it('asks for the consistency of a read, which nothing else may contradict', () => {
    const customHeaders = { 'X-Ms-Consistency-Level': 'Strong' };
    const { headers } = build(readOrder, { readConsistencyStrategy: 'Eventual', customHeaders });
    expect(headers['x-ms-cosmos-read-consistency-strategy']).toBe('Eventual');
    expect(headers).not.toHaveProperty('x-ms-consistency-level');
    expect(build(readOrder, { customHeaders }).headers['x-ms-consistency-level']).toBe('Strong');
  });

  it('asks for no body of writes, unless told to; databases and containers always come back', () => {
    expect(build(createOrder).headers.prefer).toBe('return=minimal');
    expect(build(CosmosOperation.deleteItem(order)).headers.prefer).toBe('return=minimal');
    expect(build(createOrder, { contentResponseOnWrite: true }).headers).not.toHaveProperty('prefer');
    expect(build(createDatabase).headers).not.toHaveProperty('prefer');
    expect(build(readOrder).headers).not.toHaveProperty('prefer');
  });

  it('marks upserts, and writes to accounts with several write regions', () => {
    expect(build(upsert).headers).toMatchObject({ 'x-ms-documentdb-is-upsert': 'true' });
    expect(build(upsert, {}, { multiWrite: true }).headers).toMatchObject({
      'x-ms-cosmos-allow-tentative-writes': 'true',
    });
    expect(build(readOrder, {}, { multiWrite: true }).headers).not.toHaveProperty('x-ms-cosmos-allow-tentative-writes');
  });

  it('sends conditions, and the operation’s own session token rather than the driver’s', () => {
    expect(build(readOrder.withPrecondition(ifNoneMatch('"a"'))).headers).toMatchObject({ 'if-none-match': '"a"' });
    expect(build(upsert.withPrecondition(ifMatch('"a"'))).headers).toMatchObject({ 'if-match': '"a"' });
    const sessionToken = '0:1#2';
    expect(build(readOrder, {}, { sessionToken }).headers).toMatchObject({ 'x-ms-session-token': '0:1#2' });
    expect(build(readOrder.withSessionToken('0:1#9'), {}, { sessionToken }).headers).toMatchObject({
      'x-ms-session-token': '0:1#9',
    });
  });

  it('adds custom headers, and lets none of them replace its own', () => {
    const { headers } = build(readOrder, { customHeaders: { 'X-Tenant': 'a', 'X-MS-Version': '1999' } });
    expect(headers).toMatchObject({ 'x-tenant': 'a', 'x-ms-version': '2020-07-15' });
  });

  it('percent-encodes ids for the URL and leaves them as they are for the signature', () => {
    const odd = ItemReference.from(orders, 'ada', '100% ü');
    expect(build(CosmosOperation.readItem(odd)).url).toBe('https://east/dbs/db/colls/orders/docs/100%25%20%C3%BC');
    expect(requestTarget(CosmosOperation.readItem(odd)).resourceLink).toBe('dbs/db/colls/orders/docs/100% ü');
  });
});

describe('requestTarget', () => {
  it.each<[CosmosOperation, string]>([
    [CosmosOperation.readAccount(), 'GET / signs "" as ""'],
    [createDatabase, 'POST /dbs signs "" as "dbs"'],
    [CosmosOperation.readDatabase(shop), 'GET /dbs/shop signs "dbs/shop" as "dbs"'],
    [CosmosOperation.deleteDatabase(shop), 'DELETE /dbs/shop signs "dbs/shop" as "dbs"'],
    [CosmosOperation.createContainer(shop, 'c'), 'POST /dbs/shop/colls signs "dbs/shop" as "colls"'],
    [CosmosOperation.readContainer(shop, 'c'), 'GET /dbs/shop/colls/c signs "dbs/shop/colls/c" as "colls"'],
    [CosmosOperation.deleteContainer(shop, 'c'), 'DELETE /dbs/shop/colls/c signs "dbs/shop/colls/c" as "colls"'],
    [
      CosmosOperation.readPartitionKeyRanges(orders),
      'GET /dbs/db/colls/orders/pkranges signs "dbs/db/colls/orders" as "pkranges"',
    ],
    [createOrder, 'POST /dbs/db/colls/orders/docs signs "dbs/db/colls/orders" as "docs"'],
    [upsert, 'POST /dbs/db/colls/orders/docs signs "dbs/db/colls/orders" as "docs"'],
    [readOrder, 'GET /dbs/db/colls/orders/docs/1 signs "dbs/db/colls/orders/docs/1" as "docs"'],
    [
      CosmosOperation.replaceItem(order),
      'PUT /dbs/db/colls/orders/docs/1 signs "dbs/db/colls/orders/docs/1" as "docs"',
    ],
    [
      CosmosOperation.deleteItem(order),
      'DELETE /dbs/db/colls/orders/docs/1 signs "dbs/db/colls/orders/docs/1" as "docs"',
    ],
  ])('sends and signs the right thing (%#)', (operation, expected) => {
    const { method, path, resourceLink, resourceType } = requestTarget(operation);
    expect(`${method} ${path} signs "${resourceLink}" as "${resourceType}"`).toBe(expected);
  });
});
