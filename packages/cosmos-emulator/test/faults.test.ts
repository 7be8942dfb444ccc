import { describe, expect, it } from '@jest/globals';
import { createEmulator, type RegionFailure } from '../src/index.ts';
import { createRawClient } from './support/raw-client.ts';

const regions = ['East US', 'West US'];
const east = 'emulator-eastus.emulator.invalid';
const west = 'emulator-westus.emulator.invalid';

describe('failRegion', () => {
  it('answers with the status, sub-status and headers it was told, in that region only', async () => {
    const account = createEmulator({ regions });
    const client = createRawClient(account);
    await account.control.failRegion('East US', {
      kind: 'status',
      status: 429,
      subStatus: 3200,
      headers: { 'x-ms-retry-after-ms': '10' },
    });
    const { status, headers, json } = await client.send('GET', '/dbs', { host: east });
    expect([status, headers['x-ms-substatus'], headers['x-ms-retry-after-ms']]).toEqual([429, '3200', '10']);
    expect(json.code).toBe('TooManyRequests');
    expect((await client.send('GET', '/dbs', { host: west })).status).toBe(200);
  });

  it('makes the account host fail with the write region', async () => {
    const account = createEmulator({ regions });
    await account.control.failRegion('eastus', { kind: 'status', status: 503 });
    expect((await createRawClient(account).send('GET', '/')).status).toBe(503);
  });

  it.each([
    ['unreachable', 'ECONNREFUSED'],
    ['connection-reset', 'ECONNRESET'],
  ] as const)('breaks the connection of a region that is %s, as Node reports it', async (kind, code) => {
    const account = createEmulator({ regions });
    await account.control.failRegion('West US', { kind });
    await expect(createRawClient(account).send('GET', '/dbs', { host: west })).rejects.toMatchObject({ code });
  });

  it('does nothing of what is asked', async () => {
    const account = createEmulator();
    const client = createRawClient(account);
    for (const failure of [{ kind: 'status', status: 503 }, { kind: 'connection-reset' }] as const) {
      await account.control.failRegion('East US', failure);
      await client.send('POST', '/dbs', { body: { id: 'shop' } }).catch(() => undefined);
      await account.control.restoreRegion('East US');
      expect((await client.send('GET', '/dbs')).json._count).toBe(0);
    }
  });

  it('keeps the region in the account document', async () => {
    const account = createEmulator({ regions });
    await account.control.failRegion('West US', { kind: 'unreachable' });
    expect((await createRawClient(account).send('GET', '/')).json.readableLocations).toHaveLength(2);
  });

  it('ends with restoreRegion, which may be called at any time', async () => {
    const account = createEmulator({ regions });
    await account.control.failRegion('East US', { kind: 'unreachable' });
    await account.control.restoreRegion('east us');
    await account.control.restoreRegion('West US');
    expect((await createRawClient(account).send('GET', '/dbs')).status).toBe(200);
  });

  it.each<[string, string, object]>([
    ['a region the account does not have', 'North Europe', { kind: 'unreachable' }],
    ['an unknown kind', 'East US', { kind: 'slow' }],
    ['no status', 'East US', { kind: 'status' }],
    ['a status that is no failure', 'East US', { kind: 'status', status: 200 }],
    ['an unknown property', 'East US', { kind: 'status', status: 503, delayMs: 5 }],
    ['a sub-status that is no integer', 'East US', { kind: 'status', status: 503, subStatus: 1.5 }],
    ['a header that is no header', 'East US', { kind: 'status', status: 503, headers: { 'a b': 'c' } }],
    ['a header value of two lines', 'East US', { kind: 'status', status: 503, headers: { a: 'b\nc' } }],
    ['a header value that is no text', 'East US', { kind: 'status', status: 503, headers: { a: 1 } }],
    ['nothing', 'East US', undefined as unknown as object],
  ])('refuses %s', async (_name, region, failure) => {
    const { control } = createEmulator({ regions });
    await expect(control.failRegion(region, failure as RegionFailure)).rejects.toThrow(TypeError);
  });
});
