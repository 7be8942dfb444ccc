import { afterEach, describe, expect, it } from '@jest/globals';
import { activity, orchestration } from '@perdura/durable-core';
import { DurableHost } from '@perdura/durable-host';
import { callApi } from './fakes/call-api.ts';
import { closeTestHosts, openTestHost, type TestHost } from './fakes/open-test-host.ts';

afterEach(closeTestHosts);

const double = activity('double', async (n: number) => n * 2);
const doubler = orchestration<number, number>('doubler', (ctx) => ctx.callActivity(double, ctx.input));
const waiter = orchestration('waiter', async (ctx) => ctx.waitForEvent('go'));
const caller = orchestration('caller', async (ctx) => ctx.callSubOrchestrator(doubler, 21));
const failing = orchestration('failing', async () => {
  throw new Error('no');
});
const many = orchestration<number, number>('many', async (ctx) => {
  const numbers = Array.from({ length: ctx.input }, (_, i) => i);
  return (await ctx.joinAll(numbers.map((n) => ctx.callActivity(double, n)))).length;
});
const functions = [double, doubler, waiter, caller, failing, many];

async function get(testHost: TestHost, path: string, init?: RequestInit) {
  const response = await testHost.host.fetch(new Request(`http://hub.invalid/dashboard${path}`, init));
  return { status: response.status, headers: response.headers, text: await response.text() };
}

// biome-ignore lint/suspicious/noExplicitAny: tests look into bodies of every shape
async function data(testHost: TestHost, path: string): Promise<any> {
  const { status, text } = await get(testHost, `/data/${path}`);
  expect(status).toBe(200);
  return JSON.parse(text);
}

describe('the files of the dashboard', () => {
  it('forbid the browser to load or run anything else', async () => {
    const { status, headers, text } = await get(await openTestHost({ functions }), '/');
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
    expect(text).not.toMatch(/<script(?![^>]* src=)|\son[a-z]+=|(?:src|href)="(?:https?:)?\/\//);
  });

  it('are found from an address without the last slash', async () => {
    const testHost = await openTestHost({ functions });
    const response = await testHost.host.fetch(new Request('http://hub.invalid/dashboard'));
    expect([response.status, response.headers.get('location')]).toEqual([308, 'dashboard/']);
  });

  it('are JavaScript, whose every import is found, and their style', async () => {
    const testHost = await openTestHost({ functions });
    const { text: page } = await get(testHost, '/');
    const [, entry = ''] = /<script type="module" src="([^"]+)"/.exec(page) ?? [];
    const seen = new Set<string>();
    const load = async (path: string): Promise<void> => {
      if (seen.has(path)) return;
      seen.add(path);
      const { status, headers, text } = await get(testHost, `/${path}`);
      expect([path, status]).toEqual([path, 200]);
      expect(headers.get('content-type')).toBe('text/javascript; charset=utf-8');
      for (const [, specifier = ''] of text.matchAll(/^import .*from '([^']+)';$|^} from '([^']+)';$/gm)) {
        if (specifier !== '') await load(new URL(specifier, `http://x/${path}`).pathname.slice(1));
      }
    };
    await load(entry);
    expect(seen.size).toBeGreaterThan(10);
    expect((await get(testHost, '/style.css')).headers.get('content-type')).toBe('text/css; charset=utf-8');
  });

  it.each([
    '/app/page/nothing.ts',
    '/app/page/..%2f..%2fdurable-host.ts',
    '/app/page/../../durable-host.ts',
    '/app/style/page-style.ts',
    '/app/view/format-json.test.ts',
    '/else',
    '/data/nothing',
  ])('do not include %s', async (path) => {
    expect((await get(await openTestHost({ functions }), path)).status).toBe(404);
  });

  it('are only read', async () => {
    const testHost = await openTestHost({ functions });
    for (const path of ['/', '/data/overview']) {
      const { status, headers } = await get(testHost, path, { method: 'POST' });
      expect([status, headers.get('allow')]).toEqual([405, 'GET, HEAD']);
    }
  });

  it('are not there when the dashboard is turned off, nor is its address', async () => {
    const testHost = await openTestHost({ functions, dashboard: false });
    for (const path of ['', '/', '/style.css', '/data/overview', '/data/instances']) {
      expect((await get(testHost, path)).status).toBe(404);
    }
    expect(await testHost.host.listen({ port: 0 })).toEqual({ baseUrl: expect.any(String) });
  });

  it('have an address that listen tells', async () => {
    const { host } = await openTestHost({ functions });
    const { dashboardUrl = '' } = await host.listen({ port: 0 });
    const response = await fetch(dashboardUrl);
    expect([response.status, response.url]).toEqual([200, `${dashboardUrl}/`]);
  });

  it('are turned off by nothing but false', async () => {
    const options = { database: ':memory:', functions, dashboard: 'no' as unknown as boolean };
    await expect(DurableHost.open(options)).rejects.toThrow('dashboard must be true or false');
  });
});

describe('the data of the dashboard', () => {
  it('asks for the key of the host, which the files do not', async () => {
    const testHost = await openTestHost({ functions, code: 'secret' });
    for (const path of ['/', '/style.css']) expect((await get(testHost, path)).status).toBe(200);
    for (const path of ['overview', 'instances', 'instance?id=x', 'history?id=x', 'event?id=x&position=0']) {
      expect((await get(testHost, `/data/${path}`)).status).toBe(401);
    }
    const headers = { 'x-functions-key': 'secret' };
    expect((await get(testHost, '/data/overview', { headers })).status).toBe(200);
    const fromElsewhere = { ...headers, origin: 'http://evil.example' };
    expect((await get(testHost, '/data/overview', { headers: fromElsewhere })).status).toBe(403);
  });

  it('names the hub and what can be started', async () => {
    const testHost = await openTestHost({ functions, taskHub: 'Shop' });
    expect(await data(testHost, 'overview')).toEqual({
      taskHub: 'Shop',
      orchestrations: ['doubler', 'waiter', 'caller', 'failing', 'many'],
      entities: [],
    });
  });

  it('lists instances newest first, in pages, and counts them by status', async () => {
    const testHost = await openTestHost({ functions });
    for (let i = 0; i < 60; i++) await testHost.client.startNew('waiter', { instanceId: `w-${100 + i}` });
    await testHost.client.startNew('doubler', { input: 1, instanceId: 'd' });
    await testHost.settle();
    const first = await data(testHost, 'instances');
    expect(first.rows).toHaveLength(50);
    expect(first.rows[0].id).toBe('w-159');
    expect(first).not.toHaveProperty('searchedBackToMs');
    expect(first.counts).toEqual({ byStatus: { Running: 60, Completed: 1 }, isPartial: false });
    const second = await data(testHost, `instances?before=${first.next}`);
    expect(second.rows.map((row: { id: string }) => row.id)).toEqual([
      ...Array.from({ length: 10 }, (_, i) => `w-${109 - i}`),
      'd',
    ]);
    expect(second.next).toBeUndefined();
    expect((await get(testHost, '/data/instances?before=x')).status).toBe(400);
  });

  it.each([
    ['runtimeStatus=completed', ['doubler-1', 'caller-1']],
    ['runtimeStatus=Failed,Running', ['waiter-1', 'failing-1']],
    ['name=WAITER', ['waiter-1']],
    ['instanceIdPrefix=caller', ['caller-1']],
    ['withoutChildren=true&name=doubler', ['doubler-1']],
    ['createdTimeTo=2025-12-31T00:00:00Z', []],
  ])('finds instances by %s', async (filter, ids) => {
    const testHost = await openTestHost({ functions });
    for (const name of ['waiter', 'doubler', 'failing', 'caller']) {
      await testHost.client.startNew(name, { input: 1, instanceId: `${name}-1` });
      await testHost.settle();
    }
    const { rows } = await data(testHost, `instances?${filter}`);
    const named = rows.filter((row: { id: string }) => row.id.endsWith('-1') || filter.startsWith('without'));
    expect(named.map((row: { id: string }) => row.id).sort()).toEqual([...ids].sort());
  });

  it('shows an instance with its parent and children', async () => {
    const testHost = await openTestHost({ functions });
    await callApi(testHost.host, 'POST', `/orchestrators/caller/c?tags=${encodeURIComponent('{"tenant":"x"}')}`, {
      a: [1],
    });
    await testHost.settle();
    const parent = await data(testHost, 'instance?id=c');
    expect(parent).toMatchObject({ name: 'caller', status: 'Completed', tags: { tenant: 'x' } });
    expect(parent.input).toEqual({ text: '{"a":[1]}', length: 9 });
    expect(parent.output).toEqual({ text: '42', length: 2 });
    expect(parent.children).toHaveLength(1);
    const child = await data(testHost, `instance?id=${parent.children[0].id}`);
    expect(child).toMatchObject({ name: 'doubler', parentId: 'c' });
    expect((await get(testHost, '/data/instance?id=none')).status).toBe(404);
  });

  it('sends the beginning of long values, and all when it is asked to', async () => {
    const testHost = await openTestHost({ functions });
    const long = 'x'.repeat(50_000);
    await testHost.client.startNew('waiter', { input: long, instanceId: 'w' });
    await testHost.settle();
    expect((await data(testHost, 'instance?id=w')).input.text).toHaveLength(20_000);
    expect((await data(testHost, 'instance?id=w&whole=true')).input.text).toHaveLength(50_002);
    const { events } = await data(testHost, 'history?id=w');
    const started = events.find((event: { kind: string }) => event.kind === 'execution-started');
    expect(started.input).toEqual({ text: `"${'x'.repeat(299)}`, length: 50_002 });
    const whole = await data(testHost, `event?id=w&position=${started.position}`);
    expect(whole.input.text).toHaveLength(50_002);
    for (const position of ['99', '-1', '']) {
      expect((await get(testHost, `/data/event?id=w&position=${position}`)).status).not.toBe(200);
    }
  });

  it('sends a long history in parts', async () => {
    const testHost = await openTestHost({ functions });
    await testHost.client.startNew('many', { input: 1_200, instanceId: 'm' });
    await testHost.settle();
    const positions: number[] = [];
    let after = '';
    for (let part = 0, hasMore = true; hasMore; part++) {
      const page = await data(testHost, `history?id=m${after}`);
      expect(page.from).toBe(positions.length);
      expect(page.events.length).toBeLessThanOrEqual(2_000);
      positions.push(...page.events.map((event: { position: number }) => event.position));
      after = `&after=${page.mark}`;
      hasMore = page.hasMore && part < 10;
    }
    expect(positions.length).toBeGreaterThan(2_400);
    expect(positions).toEqual(positions.map((_, i) => i));
    expect((await data(testHost, 'instance?id=m')).eventCount).toBe(positions.length);
  });

  it('sends what has happened since a mark, and everything when the mark is no longer true', async () => {
    const testHost = await openTestHost({ functions });
    await testHost.client.startNew('waiter', { instanceId: 'w' });
    await testHost.settle();
    const first = await data(testHost, 'history?id=w');
    expect(first.from).toBe(0);
    expect(await data(testHost, `history?id=w&after=${first.mark}`)).toMatchObject({ events: [], mark: first.mark });
    await testHost.client.raiseEvent('w', 'go', 1);
    await testHost.settle();
    const second = await data(testHost, `history?id=w&after=${first.mark}`);
    expect(second.from).toBe(first.events.length);
    expect(second.events.map((event: { kind: string }) => event.kind)).toContain('event-raised');
    await testHost.clock.jump();
    await testHost.client.startNew('doubler', { input: 1, instanceId: 'w' });
    await testHost.settle();
    expect((await data(testHost, `history?id=w&after=${second.mark}`)).from).toBe(0);
  });
});
