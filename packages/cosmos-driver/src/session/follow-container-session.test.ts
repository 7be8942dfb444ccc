import { describe, expect, it } from '@jest/globals';
import { orders, readOrder } from '../../test/fakes/fake-account.ts';
import { CosmosOperation } from '../operation/cosmos-operation.ts';
import { cosmosStatus } from '../response/cosmos-status.ts';
import { followContainerSession } from './follow-container-session.ts';
import { captureSessionToken, emptySessionMap, type SessionMap, sessionTokenFor } from './session-map.ts';

const renewed = { link: orders.link, rid: 'kX0wAKQzYyE=' };
const carts = { link: 'dbs/db/colls/orders2', rid: 'kX0wAKwVVX8=' };
const before: SessionMap = captureSessionToken(captureSessionToken(emptySessionMap, orders, '1:1#5'), carts, '0:1#9');

const readOrders = CosmosOperation.readContainer(orders.database, 'orders');
const replaceOrders = CosmosOperation.replaceContainer(orders.database, 'orders');
const createOrders = CosmosOperation.createContainer(orders.database, 'orders');
const deleteOrders = CosmosOperation.deleteContainer(orders.database, 'orders');

function after(
  operation: CosmosOperation,
  { status = 200, subStatus = 0, token = '', body = '', isCapturing = true },
): (string | undefined)[] {
  const headers: Record<string, string> = token === '' ? {} : { 'x-ms-session-token': token };
  const outcome = {
    kind: 'response' as const,
    status: cosmosStatus(status, subStatus),
    headers,
    body: new TextEncoder().encode(body),
  };
  const sessions = followContainerSession(before, operation, outcome, isCapturing);
  return [sessionTokenFor(sessions, orders), sessionTokenFor(sessions, renewed), sessionTokenFor(sessions, carts)];
}
const sameBody = JSON.stringify({ id: 'orders', _rid: orders.rid });
const newBody = JSON.stringify({ id: 'orders', _rid: renewed.rid });

describe('followContainerSession', () => {
  it.each([
    ['a read', readOrders],
    ['a replace', replaceOrders],
  ])('adds what %s of a container has seen', (_, operation) => {
    expect(after(operation, { token: '0:1#7', body: sameBody })).toEqual(['0:1#7,1:1#5', undefined, '0:1#9']);
  });

  it.each([
    ['a read', readOrders],
    ['a create', createOrders],
  ])('starts anew when %s finds another container of that name', (_, operation) => {
    expect(after(operation, { token: '0:1#2', body: newBody })).toEqual([undefined, '0:1#2', '0:1#9']);
    expect(after(operation, { body: newBody })).toEqual([undefined, undefined, '0:1#9']);
  });

  it('forgets a container that was deleted, and with a database all of its containers', () => {
    expect(after(deleteOrders, { status: 204, token: '0:1#8' })).toEqual([undefined, undefined, '0:1#9']);
    expect(after(deleteOrders, { status: 404 })).toEqual([undefined, undefined, '0:1#9']);
    const deleteDatabase = CosmosOperation.deleteDatabase(orders.database);
    expect(after(deleteDatabase, { status: 204 })).toEqual([undefined, undefined, undefined]);
  });

  const unchanged = ['1:1#5', undefined, '0:1#9'];
  it.each<[string, CosmosOperation, Parameters<typeof after>[1]]>([
    ['a delete that failed', deleteOrders, { status: 412 }],
    ['a delete in a region that lags', deleteOrders, { status: 404, subStatus: 1002 }],
    ['a failure', readOrders, { status: 503, token: '0:1#7', body: newBody }],
    ['an answer without a resource id', readOrders, { token: '0:1#7', body: '{}' }],
    ['an answer that is no JSON', readOrders, { token: '0:1#7', body: '<html>' }],
    ['a read while nothing is captured', readOrders, { token: '0:1#7', body: sameBody, isCapturing: false }],
    ['a database', CosmosOperation.readDatabase(orders.database), { token: '0:1#7', body: sameBody }],
    ['a list of containers', CosmosOperation.readFeed(orders.database), { token: '0:1#7', body: sameBody }],
    ['an item', readOrder, { token: '0:1#7', body: sameBody }],
  ])('leaves everything as it is after %s', (_, operation, answer) => {
    expect(after(operation, answer)).toEqual(unchanged);
  });

  it('leaves everything as it is when no answer came', () => {
    const outcome = { kind: 'interrupted', by: 'deadline', inFlight: true } as const;
    expect(followContainerSession(before, deleteOrders, outcome, true)).toBe(before);
  });
});
