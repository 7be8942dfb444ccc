import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createEmulator, type EmulatedAccount } from '../src/index.ts';
import { createRawClient } from './support/raw-client.ts';

const regions = ['East US', 'West US'];
const east = 'emulator-eastus.emulator.invalid';
const west = 'emulator-westus.emulator.invalid';

describe('the account document', () => {
  it('lists the regions, the first one writable', async () => {
    const client = createRawClient(createEmulator({ regions }));
    const { status, json } = await client.send('GET', '/');
    const [first, second] = [
      { name: 'East US', databaseAccountEndpoint: `https://${east}/` },
      { name: 'West US', databaseAccountEndpoint: `https://${west}/` },
    ];
    expect(status).toBe(200);
    expect(json).toMatchObject({
      id: 'emulator',
      writableLocations: [first],
      readableLocations: [first, second],
      enableMultipleWriteLocations: false,
      userConsistencyPolicy: { defaultConsistencyLevel: 'Session' },
    });
    expect(JSON.parse(json.queryEngineConfiguration)).toMatchObject({ maxJoinsPerSqlQuery: 10 });
  });

  it('lists all regions as writable in multi-write mode', async () => {
    const client = createRawClient(createEmulator({ regions, writeMode: 'multi', consistency: 'Eventual' }));
    const { json } = await client.send('GET', '/', { host: west });
    expect([json.writableLocations.length, json.enableMultipleWriteLocations]).toEqual([2, true]);
    expect(json.userConsistencyPolicy.defaultConsistencyLevel).toBe('Eventual');
  });
});

describe('authorization', () => {
  it('answers 401 to a wrong key and tells what it signed', async () => {
    const client = createRawClient(createEmulator());
    const { status, json } = await client.send('GET', '/dbs/shop', { key: Buffer.from('wrong').toString('base64') });
    expect([status, json.code]).toEqual([401, 'Unauthorized']);
    expect(json.message).toContain(String.raw`get\ndbs\ndbs/shop\ntue, 02 dec 2025 18:04:05 gmt\n\n`);
  });

  it('answers 401 to a link of the wrong resource, of the wrong case, or of the item instead of its container', async () => {
    const client = createRawClient(createEmulator());
    await client.createShop();
    const options = { body: { id: '1', customerId: 'ada' }, pk: ['ada'] };
    for (const link of ['dbs/shop', 'dbs/Shop/colls/orders', 'dbs/shop/colls/orders/docs', '/dbs/shop/colls/orders']) {
      expect((await client.send('POST', '/dbs/shop/colls/orders/docs', { ...options, link })).status).toBe(401);
    }
  });

  it.each([
    ['no authorization', { authorization: undefined }, 'authorization is missing'],
    ['a malformed authorization', { authorization: 'Bearer abc' }, 'required format'],
    [
      'a token of another type',
      { authorization: 'type%3Daad%26ver%3D1.0%26sig%3Dabc' },
      'no Microsoft Entra ID authentication',
    ],
    ['no date', { 'x-ms-date': undefined }, 'date is missing'],
  ])('answers 401 to %s, and tells why', async (_name, headers, message) => {
    const client = createRawClient(createEmulator());
    const { status, json } = await client.send('GET', '/', { headers: headers as unknown as Record<string, string> });
    expect(status).toBe(401);
    expect(json.message).toContain(message);
  });

  it('answers 403 to a signature that is too old or too new for the clock, when told to compare', async () => {
    const lateMs = Date.UTC(2025, 11, 2, 18, 34, 6);
    const send = (nowMs: number) =>
      createRawClient(createEmulator({ clock: { nowMs: () => nowMs }, maxClockSkewMs: 30 * 60_000 })).send('GET', '/');
    expect((await send(lateMs - 1000)).status).toBe(200);
    expect(await send(lateMs)).toMatchObject({
      status: 403,
      json: { message: expect.stringContaining('not valid at') },
    });
  });

  it('takes the date header where there is no x-ms-date', async () => {
    const client = createRawClient(createEmulator());
    const date = 'Tue, 02 Dec 2025 18:04:05 GMT';
    const headers = { 'x-ms-date': undefined, date } as unknown as Record<string, string>;
    expect((await client.send('GET', '/', { headers })).status).toBe(200);
  });

  it('accepts the key the account was given, and no other', async () => {
    const key = Buffer.from('my own key').toString('base64');
    const account = createEmulator({ key });
    expect(account.key).toBe(key);
    expect((await createRawClient(account).send('GET', '/')).status).toBe(200);
    expect((await createRawClient(account).send('GET', '/', { key: createEmulator().key })).status).toBe(401);
  });

  it('does not tell strangers what exists or what is implemented', async () => {
    const client = createRawClient(createEmulator());
    await client.createShop();
    const key = Buffer.from('wrong').toString('base64');
    for (const path of ['/dbs/shop', '/dbs/none', '/dbs/shop/users', '/nothing/here']) {
      expect((await client.send('GET', path, { key })).status).toBe(401);
    }
  });
});

describe('regions', () => {
  const body = { id: '1', customerId: 'ada' };
  const docs = '/dbs/shop/colls/orders/docs';

  it('share their content at once', async () => {
    const client = createRawClient(createEmulator({ regions }));
    await client.createShop();
    await client.send('POST', docs, { body, pk: ['ada'], host: east });
    const { status, headers } = await client.send('GET', `${docs}/1`, { pk: ['ada'], host: west });
    expect([status, headers['x-ms-number-of-read-regions']]).toEqual([200, '1']);
  });

  it('answer 403/3 to writes where they are read regions', async () => {
    const client = createRawClient(createEmulator({ regions }));
    await client.createShop();
    const writes = [
      await client.send('POST', docs, { body, pk: ['ada'], host: west }),
      await client.send('DELETE', '/dbs/shop', { host: west }),
      await client.send('POST', '/dbs', { body: { id: 'x' }, host: west }),
    ];
    for (const { status, headers, json } of writes) {
      expect([status, headers['x-ms-substatus'], json.code]).toEqual([403, '3', 'Forbidden']);
    }
  });

  it('all accept writes in multi-write mode', async () => {
    const client = createRawClient(createEmulator({ regions, writeMode: 'multi' }));
    await client.createShop();
    const headers = { 'x-ms-cosmos-allow-tentative-writes': 'true' };
    expect((await client.send('POST', docs, { body, pk: ['ada'], host: west, headers })).status).toBe(201);
  });
});

describe('consistency of a request', () => {
  it('may be weaker than the account has, not stronger and not unknown', async () => {
    const client = createRawClient(createEmulator());
    const read = async (level: string) =>
      (await client.send('GET', '/dbs', { headers: { 'x-ms-consistency-level': level } })).status;
    expect(await Promise.all(['Eventual', 'Session', 'Strong', 'Some'].map(read))).toEqual([200, 200, 400, 400]);
  });
});

describe('what is not implemented', () => {
  const colls = '/dbs/shop/colls';
  const docs = `${colls}/orders/docs`;
  it.each<[string, string, string, Record<string, string>]>([
    ['queries over dbs/colls/pkranges', 'POST', `${colls}/orders/pkranges`, { 'x-ms-documentdb-isquery': 'True' }],
    ['query plans of dbs', 'POST', '/dbs', { 'x-ms-cosmos-is-query-plan-request': 'True' }],
    ['triggers', 'POST', docs, { 'x-ms-documentdb-pre-trigger-include': 'x' }],
    ['stored procedures', 'POST', `${colls}/orders/sprocs`, {}],
    ['users', 'GET', '/dbs/shop/users', {}],
    ['operations on containers', 'POST', `${colls}/orders/operations/something`, {}],
  ])('answers 501 and names %s (%s %s)', async (feature, method, path, headers) => {
    const client = createRawClient(createEmulator());
    const { status, json } = await client.send(method, path, { headers, body: {} });
    expect([status, json.code]).toEqual([501, 'NotImplemented']);
    expect(json.message).toContain(feature);
  });

  const features: readonly (readonly [string, string, string])[] = [
    ['users', 'dbs/shop', 'users'],
    ['permissions', 'dbs/shop/users/ada', 'permissions'],
    ['client encryption', 'dbs/shop', 'clientencryptionkeys'],
    ['stored procedures', 'dbs/shop/colls/orders', 'sprocs'],
    ['triggers', 'dbs/shop/colls/orders', 'triggers'],
    ['user-defined functions', 'dbs/shop/colls/orders', 'udfs'],
    ['the conflict feed', 'dbs/shop/colls/orders', 'conflicts'],
    ['attachments', 'dbs/shop/colls/orders/docs/1', 'attachments'],
  ];
  it.each(features)('answers 501 and names %s whatever is asked of them', async (feature, owner, type) => {
    const client = createRawClient(createEmulator());
    await client.createShop();
    const asQuery = { 'content-type': 'application/query+json', 'x-ms-documentdb-isquery': 'True' };
    const asPlan = { 'x-ms-cosmos-is-query-plan-request': 'True' };
    const requests: [string, string, Record<string, string>][] = [
      ['GET', type, {}],
      ['POST', type, {}],
      ['POST', type, { 'x-ms-documentdb-is-upsert': 'true' }],
      ['POST', type, asQuery],
      ['POST', type, asPlan],
      ['GET', `${type}/x`, {}],
      ['PUT', `${type}/x`, {}],
      ['DELETE', `${type}/x`, {}],
      ['POST', `${type}/x`, {}],
      ['PATCH', `${type}/x`, {}],
    ];
    for (const [method, path, headers] of requests) {
      const { status, json } = await client.send(method, `/${owner}/${path}`, { headers, body: { id: 'x' } });
      expect([method, path, status, json.code]).toEqual([method, path, 501, 'NotImplemented']);
      expect(json.message).toContain(`does not implement ${feature}`);
    }
  });

  it('answers 404 to an unknown path and 405 to a method a resource does not have', async () => {
    const client = createRawClient(createEmulator());
    for (const path of ['/nothing', '/constructor', '/__proto__', '/dbs/shop/toString/x']) {
      expect((await client.send('GET', path)).status).toBe(404);
    }
    expect((await client.send('PUT', '/dbs/shop')).status).toBe(405);
    expect((await client.send('POST', '/')).status).toBe(405);
    const asQuery = { 'x-ms-documentdb-isquery': 'True' };
    expect((await client.send('POST', '/dbs/shop', { headers: asQuery })).status).toBe(405);
  });
});

describe('every response', () => {
  it('carries the activity id of the request', async () => {
    const client = createRawClient(createEmulator());
    const { headers, json } = await client.send('GET', '/dbs/none', { headers: { 'x-ms-activity-id': 'my-id' } });
    expect(headers['x-ms-activity-id']).toBe('my-id');
    expect(json.message).toContain('ActivityId: my-id');
  });

  it('is a proper one, whatever the request', async () => {
    const account: EmulatedAccount = createEmulator({ seed: 1 });
    const client = createRawClient(account);
    await client.createShop();
    const segment = fc.oneof(
      fc.constantFrom('dbs', 'shop', 'colls', 'orders', 'docs', 'pkranges', '1', '%', '..', 'offers', 'constructor'),
      fc.string({ maxLength: 5 }).map(encodeURIComponent),
    );
    const headerName = fc.constantFrom(
      'x-ms-documentdb-partitionkey',
      'x-ms-session-token',
      'x-ms-continuation',
      'x-ms-max-item-count',
      'x-ms-documentdb-is-upsert',
      'x-ms-documentdb-partitionkeyrangeid',
      'x-ms-offer-throughput',
      'if-match',
      'if-none-match',
      'prefer',
    );
    const value = fc.oneof(
      fc.constantFrom('["ada"]', '[{}]', '[]', 'true', '0', '-1', '*', '0:-1#1', '{}'),
      fc.string(),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD'),
        fc.array(segment, { maxLength: 7 }),
        fc.dictionary(headerName, value),
        fc.oneof(fc.json(), fc.constantFrom('{"id":"1","customerId":"ada"}', '{"id":"x"}', '')),
        async (method, segments, headers, body) => {
          const path = `/${segments.join('/')}`;
          const { status, json } = await client
            .send(method, path, { headers, body: new TextEncoder().encode(body), link: linkOf(segments) })
            .catch((error: unknown) => {
              throw new Error(`${method} ${path} failed`, { cause: error });
            });
          expect(status).not.toBe(500);
          if (status >= 400) expect(json).toEqual({ code: expect.any(String), message: expect.any(String) });
        },
      ),
      { numRuns: 1000 },
    );
  });
});

/** Signs even paths that do not decode. */
function linkOf(segments: readonly string[]): string {
  const present = segments.filter((segment) => segment !== '');
  const signed = present.length % 2 === 1 ? present.slice(0, -1) : present;
  return signed
    .map((segment) => {
      try {
        return decodeURIComponent(segment);
      } catch {
        return segment;
      }
    })
    .join('/');
}
