import { describe, expect, it } from '@jest/globals';
import { CosmosOperation } from '../src/operation/cosmos-operation.ts';
import { ifMatch } from '../src/operation/precondition.ts';
import type { PatchOperation } from '../src/patch/patch-operation.ts';
import { fakeAccount, order } from './fakes/fake-account.ts';
import type { Step } from './fakes/scripted-transport.ts';

const incr: PatchOperation[] = [{ op: 'incr', path: '/total', value: 1 }];
const options = { strategy: 'read-modify-replace' } as const;

function readAs(etag: string, total: number, token?: string): Step {
  return {
    status: 200,
    headers: { etag, 'x-ms-request-charge': '1', ...(token === undefined ? {} : { 'x-ms-session-token': token }) },
    body: { id: '1', customer: 'ada', total, _etag: etag },
  };
}
const lost: Step = { status: 412, headers: { 'x-ms-session-token': '0:1#9' } };
const written: Step = { status: 200, headers: { etag: '"w"', 'x-ms-request-charge': '10' } };

describe('a patch by read-modify-replace', () => {
  it('reads, changes and replaces under the ETag it has read', async () => {
    const { createDriver, transport } = fakeAccount();
    const driver = await createDriver();
    transport.next(readAs('"a"', 1), written);
    const response = await driver.executeOperation(CosmosOperation.patchItem(order, incr, options));
    const [read, replace] = transport.requests;
    expect([read?.method, replace?.method]).toEqual(['GET', 'PUT']);
    expect(replace?.headers).toMatchObject({ 'if-match': '"a"', prefer: 'return=minimal' });
    expect(JSON.parse(new TextDecoder().decode(replace?.body))).toMatchObject({ customer: 'ada', total: 2 });
    expect(response.status.code).toBe(200);
    if (response.body.kind !== 'bytes') throw new Error('There is no item.');
    expect(JSON.parse(new TextDecoder().decode(response.body.bytes))).toEqual({
      id: '1',
      customer: 'ada',
      total: 2,
      _etag: '"w"',
    });
    expect(response.diagnostics.operationName).toBe('patch_item');
    expect(response.diagnostics.requests.map(({ operationName }) => operationName)).toEqual([
      'patch_read_item',
      'patch_replace_item',
    ]);
    expect(response.diagnostics.totalRequestCharge).toBe(11);
  });

  it('answers the service’s item when it sends one', async () => {
    const { createDriver, transport } = fakeAccount();
    const driver = await createDriver();
    transport.next(readAs('"a"', 1), { ...written, body: { from: 'service' } });
    const patch = CosmosOperation.patchItem(order, incr, options);
    const response = await driver.executeOperation(patch, { contentResponseOnWrite: true });
    expect(response.body).toEqual({ kind: 'bytes', bytes: new TextEncoder().encode('{"from":"service"}') });
  });

  it('begins again when somebody else was faster, as often as it may', async () => {
    const { createDriver, transport } = fakeAccount();
    const driver = await createDriver();
    transport.next(readAs('"a"', 1), lost, readAs('"b"', 7), written);
    await driver.executeOperation(CosmosOperation.patchItem(order, incr, options));
    const last = transport.requests.at(-1);
    expect(last?.headers['if-match']).toBe('"b"');
    expect(JSON.parse(new TextDecoder().decode(last?.body))).toMatchObject({ total: 8 });

    transport.next(readAs('"a"', 1), lost, readAs('"b"', 7), lost);
    const twice = CosmosOperation.patchItem(order, incr, { ...options, maxAttempts: 2 });
    await expect(driver.executeOperation(twice)).rejects.toMatchObject({
      code: 'precondition-failed',
      mayHaveBeenApplied: false,
      diagnostics: { operationName: 'patch_item', requests: { length: 4 } },
      response: { diagnostics: { requests: { length: 4 } } },
    });
  });

  it('teaches the caller’s session token what a lost attempt has seen, and replaces with what was read', async () => {
    const { createDriver, transport } = fakeAccount();
    const driver = await createDriver();
    transport.next(readAs('"a"', 1, '0:1#6'), lost, readAs('"b"', 7, '0:1#10'), written);
    const patch = CosmosOperation.patchItem(order, incr, options).withSessionToken('0:1#5,1:1#3');
    await driver.executeOperation(patch);
    expect(transport.requests.map(({ headers }) => headers['x-ms-session-token'])).toEqual([
      '0:1#5,1:1#3',
      '0:1#6',
      '0:1#9,1:1#3',
      '0:1#10',
    ]);
  });

  it('never counts twice: a lost replace after an unclear one ends it, unless the patch may be applied twice', async () => {
    const { createDriver, transport } = fakeAccount();
    const driver = await createDriver();
    const reset: Step = { error: Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }) };
    transport.next(readAs('"a"', 1), reset, lost);
    await expect(driver.executeOperation(CosmosOperation.patchItem(order, incr, options))).rejects.toMatchObject({
      code: 'precondition-failed',
      mayHaveBeenApplied: true,
    });
    transport.next(readAs('"a"', 1), reset, lost, readAs('"b"', 2), written);
    const set: PatchOperation[] = [{ op: 'set', path: '/total', value: 5 }];
    expect((await driver.executeOperation(CosmosOperation.patchItem(order, set, options))).status.code).toBe(200);
    transport.next(readAs('"a"', 1), reset, lost, readAs('"b"', 2), written);
    const again = CosmosOperation.patchItem(order, incr, options);
    await driver.executeOperation(again, { retryAmbiguousWrites: 'always' });
    expect(transport.requests).toHaveLength(3 + 5 + 5);
  });

  it('fails with what the item cannot bear, and with what the read answers, and replaces nothing', async () => {
    const { createDriver, transport } = fakeAccount();
    const driver = await createDriver();
    transport.next(readAs('"a"', 1));
    const remove = CosmosOperation.patchItem(order, [{ op: 'remove', path: '/none' }], options);
    await expect(driver.executeOperation(remove)).rejects.toMatchObject({
      code: 'bad-request',
      status: { code: 400, subStatus: 20122 },
      message: 'patch_item dbs/db/colls/orders/docs/1 does not fit the item: Nothing is at /none.',
      diagnostics: { requests: { length: 1 } },
    });
    transport.next({ status: 404 });
    await expect(driver.executeOperation(remove)).rejects.toMatchObject({ code: 'not-found' });
    transport.next({ status: 200, body: { id: '1' } });
    await expect(driver.executeOperation(remove)).rejects.toMatchObject({ code: 'invalid-response' });
    expect(transport.requests.every(({ method }) => method === 'GET')).toBe(true);
  });

  it('shares one deadline among its requests', async () => {
    const { clock, createDriver, transport } = fakeAccount();
    const driver = await createDriver();
    transport.next(
      { status: 429, headers: { 'x-ms-retry-after-ms': '600' } },
      readAs('"a"', 1),
      {
        status: 429,
        headers: { 'x-ms-retry-after-ms': '600' },
      },
      written,
    );
    const beganAtMs = clock.nowMs();
    const patch = CosmosOperation.patchItem(order, incr, options);
    await driver.executeOperation(patch, { endToEndTimeoutMs: 1000 });
    // The second wait is cut short, to leave 100 ms of the 1000 ms for the last attempt.
    expect(clock.nowMs() - beganAtMs).toBe(900);
  });

  it('takes no precondition but its own', () => {
    const patch = CosmosOperation.patchItem(order, incr, options);
    expect(() => patch.withPrecondition(ifMatch('"a"'))).toThrow(TypeError);
    expect(CosmosOperation.patchItem(order, incr).withPrecondition(ifMatch('"a"')).precondition?.etag).toBe('"a"');
  });
});
