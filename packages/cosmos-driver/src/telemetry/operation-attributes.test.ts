import { describe, expect, it } from '@jest/globals';
import { attemptRecord } from '../../test/fakes/attempt-record.ts';
import { order, orders } from '../../test/fakes/fake-account.ts';
import { operationReport } from '../../test/fakes/operation-report.ts';
import { CosmosError } from '../errors/cosmos-error.ts';
import { CosmosOperation } from '../operation/cosmos-operation.ts';
import { cosmosStatus } from '../response/cosmos-status.ts';
import { attemptAttributes, commonAttributes, operationAttributes, serverAttributes } from './operation-attributes.ts';

const { database } = orders;

describe('the attributes of an operation', () => {
  it.each<[CosmosOperation, string | undefined, string | undefined]>([
    [CosmosOperation.readAccount(), undefined, undefined],
    [CosmosOperation.readFeed('databases'), undefined, undefined],
    [CosmosOperation.readDatabase(database), 'db', undefined],
    [CosmosOperation.readFeed(database), 'db', undefined],
    [CosmosOperation.readContainer(database, 'orders'), 'db', 'orders'],
    [CosmosOperation.readThroughput(database), 'db', undefined],
    [CosmosOperation.readThroughput(orders), 'db', 'orders'],
    [CosmosOperation.readPartitionKeyRanges(orders), 'db', 'orders'],
    [CosmosOperation.queryItems(orders, 'SELECT 1'), 'db', 'orders'],
    [CosmosOperation.deleteAllItems(orders, 'ada'), 'db', 'orders'],
    [CosmosOperation.deleteItem(order), 'db', 'orders'],
  ])('name the database and the container it is about: %#', (operation, namespace, collection) => {
    const attributes = commonAttributes(operationReport({ operation }));
    expect([attributes['db.namespace'], attributes['db.collection.name']]).toEqual([namespace, collection]);
  });

  it('have status, sub-status and kind of a failure', () => {
    const status = cosmosStatus(429, 3200);
    const error = new CosmosError('slow down', { code: 'throttled', status });
    expect(commonAttributes(operationReport({ status, error }))).toMatchObject({
      'db.response.status_code': '429',
      'azure.cosmosdb.response.sub_status_code': 3200,
      'error.type': '429',
    });
  });

  it('have nothing without a value, such as regions of what was never sent', () => {
    const { diagnostics } = new CosmosError('aborted', { code: 'aborted' });
    const attributes = operationAttributes(
      operationReport({ diagnostics, status: undefined, consistencyLevel: undefined }),
    );
    expect(Object.keys(attributes).sort()).toEqual([
      'azure.client.id',
      'azure.cosmosdb.connection.mode',
      'azure.cosmosdb.operation.request_charge',
      'azure.resource_provider.namespace',
      'db.collection.name',
      'db.namespace',
      'db.operation.name',
      'db.system.name',
      'server.address',
      'user_agent.original',
    ]);
  });

  it('say who asked, and how consistent it was', () => {
    expect(operationAttributes(operationReport())).toMatchObject({
      'azure.client.id': 'client-1',
      'azure.cosmosdb.consistency.level': 'Session',
      'user_agent.original': 'perdura-cosmos-driver/0 test',
    });
  });
});

describe('the attributes of an attempt', () => {
  it('say where it went, what it cost, why it was made, and under which id', () => {
    const attempt = attemptRecord({ status: 304, requestCharge: 2, executionContext: 'hedging', activityId: 'b' });
    expect(attemptAttributes(attempt)).toStrictEqual({
      'db.system.name': 'azure.cosmosdb',
      'db.operation.name': 'read_item',
      'db.response.status_code': '304',
      'azure.cosmosdb.operation.contacted_regions': ['East US'],
      'azure.cosmosdb.operation.request_charge': 2,
      'azure.service.request.id': 'b',
      'perdura.cosmosdb.execution_context': 'hedging',
      'server.address': 'east',
    });
  });

  it.each([
    [{ status: 404 }, '404'],
    [{ status: undefined, timedOut: true }, 'timeout'],
    [{ status: undefined }, 'transport-failed'],
    [{ status: 304 }, undefined],
  ])('name the failure of %j', (changes, type) => {
    expect(attemptAttributes(attemptRecord(changes))['error.type']).toBe(type);
  });
});

it.each([
  ['https://shop.documents.azure.com', { 'server.address': 'shop.documents.azure.com' }],
  ['https://localhost:8081', { 'server.address': 'localhost', 'server.port': 8081 }],
  ['http://localhost', { 'server.address': 'localhost', 'server.port': 80 }],
])('the server of %s has the port that is not that of https', (endpoint, attributes) => {
  expect(serverAttributes(endpoint)).toStrictEqual(attributes);
});
