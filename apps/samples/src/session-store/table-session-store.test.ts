import { randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import { TableClient } from '@azure/data-tables';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Azurite, startAzurite } from '@perdura/peers';
import type { SessionData } from 'express-session';
import { openSessionStore } from './open-session-store.ts';
import type { TableSessionStore } from './table-session-store.ts';

const HOUR_MS = 3_600_000;
let azurite: Azurite;
let tables = 0;
beforeAll(async () => {
  azurite = await startAzurite();
}, 40_000);
afterAll(() => azurite.close());

/** A store on a clock that can be put forward, as promises. */
async function open(): Promise<{
  readonly store: TableSessionStore;
  readonly clock: { nowMs: number };
  get(id: string): Promise<SessionData | null | undefined>;
  set(id: string, session: SessionData): Promise<void>;
  touch(id: string, session: SessionData): Promise<void>;
  destroy(id: string): Promise<void>;
}> {
  const clock = { nowMs: Date.now() };
  const store = await openSessionStore(azurite.connectionString, `sessions${++tables}`, {
    idleTimeoutMs: HOUR_MS,
    now: () => clock.nowMs,
  });
  return {
    store,
    clock,
    get: promisify<string, SessionData | null | undefined>(store.get).bind(store),
    set: promisify<string, SessionData>(store.set).bind(store),
    touch: promisify<string, SessionData>(store.touch).bind(store),
    destroy: promisify<string>(store.destroy).bind(store),
  };
}

/** A session whose cookie ends with the browser, or at that time. */
const sessionOf = (user: string, expiresMs?: number): SessionData =>
  ({
    cookie: { originalMaxAge: null, path: '/', expires: expiresMs === undefined ? null : new Date(expiresMs) },
    user,
  }) as unknown as SessionData;

describe('TableSessionStore', () => {
  it('keeps a session under its id, in any spelling of the GUID', async () => {
    const { get, set } = await open();
    const id = randomUUID();
    await set(id, sessionOf('Élodie'));
    await set(id, sessionOf('Élodie, again'));
    expect(await get(id.toUpperCase())).toMatchObject({ user: 'Élodie, again', cookie: { path: '/' } });
  });

  it('knows no session that was not set, was destroyed, or has no GUID for an id', async () => {
    const { get, set, destroy } = await open();
    const id = randomUUID();
    await set(id, sessionOf('a'));
    await destroy(id);
    await destroy(id);
    expect([await get(id), await get(randomUUID()), await get('made up')]).toEqual([null, null, null]);
    await expect(set('made up', sessionOf('a'))).rejects.toMatchObject({ code: 'invalid-guid' });
  });

  it('ends a session that is not used for an hour, and puts that off when it is', async () => {
    const { get, set, touch, clock } = await open();
    const [used, idle] = [randomUUID(), randomUUID()];
    for (const id of [used, idle]) await set(id, sessionOf(id));
    clock.nowMs += HOUR_MS - 1;
    expect(await get(idle)).toMatchObject({ user: idle });
    await touch(used, sessionOf(used));
    clock.nowMs += 1;
    expect(await get(idle)).toBeNull();
    expect(await get(used)).toMatchObject({ user: used });
  });

  it('ends a session with its cookie', async () => {
    const { get, set, clock } = await open();
    const id = randomUUID();
    await set(id, sessionOf('a', clock.nowMs + 1_000));
    expect(await get(id)).not.toBeNull();
    clock.nowMs += 1_000;
    expect(await get(id)).toBeNull();
  });

  it('does not bring a session back by touching it', async () => {
    const { get, touch } = await open();
    const id = randomUUID();
    await touch(id, sessionOf('a'));
    expect(await get(id)).toBeNull();
  });

  it('purges the sessions that have ended, and no other', async () => {
    const { store, get, set, touch, clock } = await open();
    clock.nowMs -= 3 * HOUR_MS;
    const ended = Array.from({ length: 250 }, () => randomUUID());
    await Promise.all(ended.map((id) => set(id, sessionOf(id))));
    const [used = ''] = ended;
    clock.nowMs += 3 * HOUR_MS;
    await touch(used, sessionOf(used));
    const fresh = randomUUID();
    await set(fresh, sessionOf(fresh));

    expect(await store.purgeIdle()).toMatchObject({ matched: 249, deleted: 249, done: true });
    expect(await get(used)).toMatchObject({ user: used });
    expect(await get(fresh)).toMatchObject({ user: fresh });
    expect(await store.purgeIdle()).toMatchObject({ matched: 0 });
  });

  it('purges no session that is used while it purges', async () => {
    const { store, get, set, touch, clock } = await open();
    clock.nowMs -= 3 * HOUR_MS;
    const ended = Array.from({ length: 600 }, () => randomUUID());
    await Promise.all(ended.map((id) => set(id, sessionOf(id))));
    clock.nowMs += 3 * HOUR_MS;

    const used = ended.filter((_, index) => index % 20 === 0);
    const [report] = await Promise.all([
      store.purgeIdle(),
      ...used.map(async (id) => {
        // Requests come one after the other, most of them while batches are under way.
        for (let request = 0; request < 5; request++) await touch(id, sessionOf(id));
      }),
    ]);
    const kept = await Promise.all(used.map((id) => get(id)));
    expect(kept.filter((session) => session !== null).length).toBe(600 - report.deleted);
    expect(report).toMatchObject({ failed: 0, done: true });
    expect(await store.purgeIdle()).toMatchObject({ matched: 0 });
  });

  it('can be told to stop purging', async () => {
    const { store } = await open();
    await expect(store.purgeIdle(AbortSignal.abort())).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('passes on that its table is gone', async () => {
    const { store, get, touch } = await open();
    const insecure = { allowInsecureConnection: true };
    await TableClient.fromConnectionString(azurite.connectionString, `sessions${tables}`, insecure).deleteTable();
    await expect(get(randomUUID())).rejects.toMatchObject({ statusCode: 404 });
    await expect(touch(randomUUID(), sessionOf('a'))).rejects.toMatchObject({ statusCode: 404 });
    await expect(store.purgeIdle()).rejects.toMatchObject({ code: 'table-not-found' });
  });
});
