import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { TableClient } from '@azure/data-tables';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type Azurite, startAzurite } from '@perdura/peers';
import session, { type Session } from 'express-session';
import { openSessionStore } from './open-session-store.ts';
import type { TableSessionStore } from './table-session-store.ts';

let azurite: Azurite;
const servers: Server[] = [];
beforeAll(async () => {
  azurite = await startAzurite();
}, 40_000);
afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});
afterAll(() => azurite.close());

/** What express-session adds to a request, and what the site keeps in it. */
type SiteRequest = IncomingMessage & { readonly session: Session & { user?: string; visits?: number } };

/** A site with sessions, as Express and Connect run it: `/login?name`, `/logout`, `/read`, and any other page counts a visit. */
async function openSite(store: TableSessionStore): Promise<(path: string) => Promise<string>> {
  // The types are of Express; express-session needs no more than Node's own requests.
  const sessions = session({
    ...{ store, secret: 'a secret', genid: () => randomUUID(), resave: false, saveUninitialized: false, rolling: true },
    cookie: { maxAge: 60_000 },
  }) as unknown as (request: IncomingMessage, response: ServerResponse, next: (error?: unknown) => void) => void;

  const answer = (request: SiteRequest, response: ServerResponse): void => {
    const { pathname, search } = new URL(request.url ?? '/', 'http://site');
    if (pathname === '/logout') {
      request.session.destroy((error) => response.end(error === undefined ? 'bye' : String(error)));
      return;
    }
    if (pathname === '/login') request.session.user = search.slice(1);
    if (pathname !== '/read') request.session.visits = (request.session.visits ?? 0) + 1;
    response.end(`${request.session.user ?? 'nobody'} ${request.session.visits ?? 0}`);
  };
  const server = createServer((request, response) => {
    sessions(request, response, (error) => {
      if (error === undefined) answer(request as SiteRequest, response);
      else response.writeHead(500).end(String(error));
    });
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  const { port } = server.address() as AddressInfo;
  let cookie = '';
  return async (path) => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, { headers: { cookie } });
    cookie = response.headers.getSetCookie()[0]?.split(';')[0] ?? cookie;
    return response.text();
  };
}

describe('express-session on a table', () => {
  it('knows who comes back, in any process, until they leave', async () => {
    const visit = await openSite(await openSessionStore(azurite.connectionString, 'visits'));
    expect(await visit('/')).toBe('nobody 1');
    expect(await visit('/login?ada')).toBe('ada 2');
    expect(await visit('/read')).toBe('ada 2');
    expect(await visit('/')).toBe('ada 3');
    expect(await visit('/logout')).toBe('bye');
    expect(await visit('/read')).toBe('nobody 0');
  });

  it('keeps visitors apart', async () => {
    const store = await openSessionStore(azurite.connectionString, 'visitors');
    const [ada, grace] = [await openSite(store), await openSite(store)];
    await ada('/login?ada');
    await grace('/login?grace');
    expect([await ada('/read'), await grace('/read')]).toEqual(['ada 1', 'grace 1']);
  });

  it('forgets the idle and keeps those who only look, when idle sessions are purged', async () => {
    const clock = { nowMs: Date.now() };
    const store = await openSessionStore(azurite.connectionString, 'purged', { now: () => clock.nowMs });
    const [idle, reader] = [await openSite(store), await openSite(store)];
    await idle('/login?idle');
    await reader('/login?reader');
    // As if an hour had passed since; to the store it has not yet, so that one of them can still be used.
    await putBack('purged', 3_600_000);
    clock.nowMs -= 3_600_000;
    expect(await reader('/read')).toBe('reader 1');
    clock.nowMs += 3_600_000;
    expect(await store.purgeIdle()).toMatchObject({ matched: 1, deleted: 1, done: true });
    expect(await reader('/read')).toBe('reader 1');
    expect(await idle('/read')).toBe('nobody 0');
  });
});

/** Makes every session of a table end that much earlier. */
async function putBack(table: string, byMs: number): Promise<void> {
  const client = TableClient.fromConnectionString(azurite.connectionString, table, { allowInsecureConnection: true });
  for await (const row of client.listEntities<{ expiresAt: Date }>()) {
    const expiresAt = new Date(row.expiresAt.getTime() - byMs);
    await client.updateEntity({ partitionKey: row.partitionKey ?? '', rowKey: row.rowKey ?? '', expiresAt });
  }
}
