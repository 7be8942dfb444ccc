import { describe, expect, it } from '@jest/globals';
import { createEmulator } from '../src/index.ts';
import { createRawClient } from './support/raw-client.ts';

const clock = { nowMs: () => Date.UTC(2026, 0, 2, 3, 4, 5, 678) };

describe('databases', () => {
  it('are created with the system properties of the service', async () => {
    const client = createRawClient(createEmulator({ clock, seed: 1 }));
    const { status, json, headers } = await client.send('POST', '/dbs', { body: { id: 'shop' } });
    expect(status).toBe(201);
    expect(json).toEqual({
      id: 'shop',
      _rid: expect.stringMatching(/^[A-Za-z0-9+-]{6}==$/),
      _self: `dbs/${json._rid}/`,
      _etag: expect.stringMatching(/^"[0-9a-f-]{36}"$/),
      _colls: 'colls/',
      _users: 'users/',
      _ts: Date.UTC(2026, 0, 2, 3, 4, 5) / 1000,
    });
    expect(headers.etag).toBe(json._etag);
  });

  it('are read by name and by resource id, listed, and deleted', async () => {
    const client = createRawClient(createEmulator());
    const { json: created } = await client.send('POST', '/dbs', { body: { id: 'shop' } });
    await client.send('POST', '/dbs', { body: { id: 'archive' } });
    expect((await client.send('GET', '/dbs/shop')).json).toEqual(created);
    expect((await client.send('GET', `/dbs/${created._rid}`)).json).toEqual(created);
    const { json: feed, headers } = await client.send('GET', '/dbs');
    expect(feed.Databases.map(({ id }: { id: string }) => id)).toEqual(['shop', 'archive']);
    expect([feed._count, headers['x-ms-item-count']]).toEqual([2, '2']);
    expect((await client.send('DELETE', '/dbs/shop')).status).toBe(204);
    expect((await client.send('GET', '/dbs/shop')).status).toBe(404);
  });

  it('are told apart by the case of their names', async () => {
    const client = createRawClient(createEmulator());
    await client.send('POST', '/dbs', { body: { id: 'shop' } });
    expect((await client.send('GET', '/dbs/Shop')).status).toBe(404);
  });

  it('conflict with one of the same name', async () => {
    const client = createRawClient(createEmulator());
    await client.send('POST', '/dbs', { body: { id: 'shop' } });
    const { status, json } = await client.send('POST', '/dbs', { body: { id: 'shop' } });
    expect([status, json.code]).toEqual([409, 'Conflict']);
  });

  it('come in pages', async () => {
    const client = createRawClient(createEmulator());
    for (const id of ['a', 'b', 'c']) await client.send('POST', '/dbs', { body: { id } });
    const first = await client.send('GET', '/dbs', { headers: { 'x-ms-max-item-count': '2' } });
    const second = await client.send('GET', '/dbs', {
      headers: { 'x-ms-max-item-count': '2', 'x-ms-continuation': first.headers['x-ms-continuation'] ?? '' },
    });
    expect([first.json._count, second.json._count, second.headers['x-ms-continuation']]).toEqual([2, 1, undefined]);
    expect(second.json.Databases[0].id).toBe('c');
  });

  it('go on behind the last one sent, also when it was deleted and others came', async () => {
    const client = createRawClient(createEmulator());
    for (const id of ['a', 'b', 'c', 'd']) await client.send('POST', '/dbs', { body: { id } });
    const page = (continuation: string, size: string) =>
      client.send('GET', '/dbs', { headers: { 'x-ms-max-item-count': size, 'x-ms-continuation': continuation } });
    const first = await page('', '2');
    for (const id of ['a', 'b', 'c']) await client.send('DELETE', `/dbs/${id}`);
    await client.send('POST', '/dbs', { body: { id: 'b' } });
    const second = await page(first.headers['x-ms-continuation'] ?? '', '9');
    expect(second.json.Databases.map(({ id }: { id: string }) => id)).toEqual(['d', 'b']);
    for (const id of ['d', 'b']) await client.send('DELETE', `/dbs/${id}`);
    expect((await page(first.headers['x-ms-continuation'] ?? '', '9')).json._count).toBe(0);
  });

  it('come to an end when the last one sent was deleted with all behind it', async () => {
    const client = createRawClient(createEmulator());
    for (const id of ['a', 'b', 'c']) await client.send('POST', '/dbs', { body: { id } });
    const { headers } = await client.send('GET', '/dbs', { headers: { 'x-ms-max-item-count': '2' } });
    for (const id of ['b', 'c']) await client.send('DELETE', `/dbs/${id}`);
    const continuation = { 'x-ms-continuation': headers['x-ms-continuation'] ?? '' };
    expect((await client.send('GET', '/dbs', { headers: continuation })).json.Databases).toEqual([]);
  });

  it('refuse a continuation they never gave out, and a page size that is none', async () => {
    const client = createRawClient(createEmulator());
    expect((await client.send('GET', '/dbs', { headers: { 'x-ms-continuation': 'x' } })).status).toBe(400);
    expect((await client.send('GET', '/dbs', { headers: { 'x-ms-max-item-count': '0' } })).status).toBe(400);
  });

  it.each([
    ['no id', {}],
    ['an empty id', { id: '' }],
    ['a blank id', { id: '  ' }],
    ['a number for an id', { id: 5 }],
    ['a slash', { id: 'a/b' }],
    ['a backslash', { id: 'a\\b' }],
    ['a question mark', { id: 'a?b' }],
    ['a hash', { id: 'a#b' }],
    ['a space at the end', { id: 'a ' }],
    ['half a surrogate pair', { id: '\ud800' }],
    ['a name that is too long', { id: 'a'.repeat(256) }],
    ['an array', []],
    ['no JSON', new TextEncoder().encode('{')],
    ['no UTF-8', Uint8Array.of(0x22, 0xff, 0x22)],
  ])('are refused with 400 for %s', async (_name, body) => {
    const client = createRawClient(createEmulator());
    const { status, json } = await client.send('POST', '/dbs', { body });
    expect([status, json.code]).toEqual([400, 'BadRequest']);
  });

  it('get the same ids in every account with the same seed', async () => {
    const bodies = [1, 2].map(async () => {
      const client = createRawClient(createEmulator({ clock, seed: 42 }));
      return (await client.send('POST', '/dbs', { body: { id: 'shop' } })).json;
    });
    const [first, second] = await Promise.all(bodies);
    expect(first).toEqual(second);
  });
});
