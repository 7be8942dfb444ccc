import { afterEach, describe, expect, it } from '@jest/globals';
import { entity } from '@perdura/durable-core';
import { entityApi } from './fakes/entity-api.ts';
import { closeTestHosts, openTestHost } from './fakes/open-test-host.ts';

afterEach(closeTestHosts);

const counter = entity('Counter', {
  initialState: 0,
  operations: { add: (state, n: number, { setState }) => setState(state + (n ?? 1)) },
});
const note = entity('note', {
  initialState: null as unknown,
  operations: { set: (_state, value: unknown, { setState }) => setState(value ?? 'nothing') },
});
const countera = entity('countera', { initialState: 0, operations: { touch: () => null } });

async function open() {
  const errors: string[] = [];
  const log = { debug() {}, info() {}, warn() {}, error: (message: unknown) => void errors.push(String(message)) };
  const test = await openTestHost({ functions: [counter, note, countera], log });
  return { ...test, errors, entities: entityApi(test.host) };
}

describe('GET entities/{name}/{key}', () => {
  it('answers the state as JSON', async () => {
    const { entities, settle } = await open();
    await entities.signal('note/a', 'set', { at: [1, null, 'ü'] });
    await settle();
    const { status, headers, body } = await entities.send('GET', '/NOTE/a');
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(body).toEqual({ at: [1, null, 'ü'] });
  });

  it.each(['/note/a', '/nobody/a'])('answers 404 to %s, which does not exist', async (path) => {
    const { entities } = await open();
    expect(await entities.send('GET', path)).toMatchObject({ status: 404, body: undefined });
  });
});

describe('POST entities/{name}/{key}', () => {
  it.each<[string, string | undefined, string, unknown]>([
    ['JSON', '{"a":1}', 'application/json; charset=utf-8', { a: 1 }],
    ['any other text as it is', '{"a":1}', 'text/plain', '{"a":1}'],
    ['no body as no input', undefined, 'application/json', 'nothing'],
  ])('takes %s', async (_what, body, contentType, state) => {
    const { entities, settle } = await open();
    expect(await entities.send('POST', '/note/a?op=set', body, contentType)).toMatchObject({ status: 202 });
    await settle();
    expect(await entities.read('note/a')).toEqual(state);
  });

  it.each([
    ['$', ''],
    ['mia%40example.com', 'mia@example.com'],
    ['a%2Fb', 'a/b'],
    ['%24x', '$x'],
  ])('takes the key %s as %j', async (written, key) => {
    const { entities, settle } = await open();
    await entities.signal(`note/${written}`, 'set', 1);
    await settle();
    expect((await entities.send('GET', '')).body).toMatchObject([{ entityId: { name: 'note', key } }]);
    expect(await entities.read(`note/${written}`)).toBe(1);
  });

  it('takes a key that is left out as the empty one', async () => {
    const { entities, settle } = await open();
    expect(await entities.send('POST', '/note?op=set', '1')).toMatchObject({ status: 202 });
    await settle();
    expect(await entities.read('note/$')).toBe(1);
  });

  it.each([
    ['an entity nobody has defined', '/nobody/a?op=set', '1', /'nobody' doesn't exist/],
    ['what is not JSON', '/note/a?op=set', '{', /^Could not parse JSON content/],
    ['a name with an @', '/no%40te/a?op=set', '1', /without '@'/],
  ])('refuses %s', async (_what, path, body, message) => {
    const { entities } = await open();
    const answer = await entities.send('POST', path, body);
    expect(answer.status).toBe(400);
    expect((answer.body as { Message: string }).Message).toMatch(message);
  });

  it('says in the log what went wrong, as nobody waits to hear', async () => {
    const { entities, errors, settle } = await open();
    await entities.signal('note/a', 'forget');
    await settle();
    expect(errors).toEqual([expect.stringContaining("no operation 'forget' of entity '@note@a'")]);
  });
});

describe('DELETE entities/{name}/{key}', () => {
  it('deletes the entity', async () => {
    const { entities, settle } = await open();
    await entities.signal('counter/a', 'add');
    expect((await entities.send('DELETE', '/counter/a')).status).toBe(202);
    await settle();
    expect((await entities.send('GET', '/counter/a')).status).toBe(404);
    expect((await entities.send('GET', '')).body).toEqual([]);
  });
});

describe('GET entities', () => {
  async function openFilled() {
    const test = await open();
    for (const path of ['counter/b', 'counter/a', 'note/a', 'countera/a']) {
      await test.entities.signal(path, path.startsWith('note') ? 'set' : path.startsWith('countera') ? 'touch' : 'add');
    }
    await test.settle();
    return test;
  }
  const idsOf = (body: unknown) =>
    (body as { entityId: { name: string; key: string } }[]).map(({ entityId: { name, key } }) => `${name}/${key}`);

  it('lists all, or those of one name, by their ids', async () => {
    const { entities } = await openFilled();
    expect(idsOf((await entities.send('GET', '/')).body)).toEqual(['counter/a', 'counter/b', 'countera/a', 'note/a']);
    expect(idsOf((await entities.send('GET', '/COUNTER')).body)).toEqual(['counter/a', 'counter/b']);
    expect((await entities.send('GET', '/nobody')).body).toEqual([]);
  });

  it('shows the states when asked to', async () => {
    const { entities } = await openFilled();
    const lastOperationTime = '2026-01-01T00:00:00.000Z';
    const entityOf = (name: string) => ({ entityId: { name, key: 'a' }, lastOperationTime });
    expect((await entities.send('GET', '/note')).body).toEqual([entityOf('note')]);
    expect((await entities.send('GET', '/note?fetchState=true')).body).toEqual([
      { ...entityOf('note'), state: 'nothing' },
    ]);
  });

  it('goes on where the page before ended', async () => {
    const { entities, host } = await openFilled();
    const pages: string[][] = [];
    let token: string | null = '';
    while (token !== null) {
      const response: Response = await host.fetch(
        new Request('http://hub.invalid/durabletask/entities?top=3', { headers: { 'x-ms-continuation-token': token } }),
      );
      pages.push(idsOf(await response.json()));
      token = response.headers.get('x-ms-continuation-token');
    }
    expect(pages).toEqual([['counter/a', 'counter/b', 'countera/a'], ['note/a']]);
    expect((await entities.send('GET', '/counter?top=2')).headers.has('x-ms-continuation-token')).toBe(false);
    const foreign = await host.fetch(
      new Request('http://hub.invalid/durabletask/entities', { headers: { 'x-ms-continuation-token': 'eA' } }),
    );
    expect(foreign.status).toBe(400);
  });

  it('tells by the last operation', async () => {
    const { entities, clock, settle } = await openFilled();
    clock.schedule(() => {}, 60_000);
    clock.jump();
    await entities.signal('counter/a', 'add');
    await settle();
    const list = async (query: string) => idsOf((await entities.send('GET', `/counter?${query}`)).body);
    expect(await list('lastOperationTimeFrom=2026-01-01T00:00:30Z')).toEqual(['counter/a']);
    expect(await list('lastOperationTimeTo=2026-01-01T00:00:30Z')).toEqual(['counter/b']);
    expect(await list('lastOperationTimeTo=nonsense')).toEqual(['counter/a', 'counter/b']);
  });
});

it('entities are not among the instances', async () => {
  const { entities, client, settle } = await open();
  await entities.signal('counter/a', 'add');
  await settle();
  expect(await client.queryStatus('@counter@a')).toBeUndefined();
  for await (const { instanceId } of client.queryAllStatuses()) throw new Error(`'${instanceId}' is listed`);
});
