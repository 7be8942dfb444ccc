import { readdir } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type ModuleFolder, moduleFolder } from './module-folder.ts';
import { runCli } from './run-cli.ts';
import { killSpawned, spawnCli } from './spawn-cli.ts';

const shop = `
  import { activity, entity, orchestration, type OrchestrationContext } from '@perdura/durable-core';
  import type { Missing } from './types-are-not-loaded.ts';

  export const price: number = 3;
  export default function unrelated(): void {}
  const total = activity('total', async (count: number, { log }) => {
    log.info('counting %d', count);
    return count * price;
  });
  export const order = orchestration('order', async (ctx: OrchestrationContext<number>) => {
    await ctx.waitForEvent('approved');
    return ctx.callActivity(total, ctx.input);
  });
  export const cart = entity('cart', { initialState: 0, operations: { get: (state: number) => state } });
  export const functions = [order, total];
`;

let folder: ModuleFolder;
beforeEach(async () => {
  folder = await moduleFolder();
});
afterEach(async () => {
  killSpawned();
  await folder.remove();
});

/** Starts a host and waits until it says where it listens. */
async function start(...args: readonly string[]) {
  const cli = spawnCli(folder.path, 'start', 'shop.ts', '--port', '0', '--json', ...args);
  const ready = JSON.parse(await cli.lineWith(/^\{/)) as { readonly baseUrl: string };
  const command = (...given: readonly string[]) => runCli([...given, '--url', ready.baseUrl]);
  return { ...cli, ready, command };
}

describe('start', () => {
  it('runs what a TypeScript module exports, and says where', async () => {
    await folder.write('shop.ts', shop);
    const { ready, command, signal, ended } = await start('--task-hub', 'Shop', '--database', ':memory:');
    expect(ready).toEqual({
      status: 'ready',
      baseUrl: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/runtime\/webhooks\/durabletask$/),
      dashboardUrl: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/dashboard$/),
      taskHub: 'Shop',
      database: ':memory:',
      functions: [
        { kind: 'entity', name: 'cart' },
        { kind: 'orchestration', name: 'order' },
        { kind: 'activity', name: 'total' },
      ],
    });
    expect(await command('run', 'order', '4', '--id', 'o')).toMatchObject({ code: 0, out: 'o' });
    signal('SIGTERM');
    expect((await ended).code).toBe(0);
  });

  it('asks every request for the key it was given', async () => {
    await folder.write('shop.ts', shop);
    const { command } = await start('--database', ':memory:', '--key', 'a key & more');
    expect(await command('run', 'order', '4', '--id', 'o', '--key', 'a key & more')).toMatchObject({ code: 0 });
    expect((await command('list', '--key', 'another')).code).not.toBe(0);
    expect((await command('list')).code).not.toBe(0);
  });

  it.each<NodeJS.Signals>(['SIGINT', 'SIGTERM'])(
    'ends in order on %s, and goes on with the next start',
    async (name) => {
      await folder.write('shop.ts', shop);
      const first = await start();
      expect((await first.command('run', 'order', '4', '--id', 'o')).code).toBe(0);
      first.signal(name);
      expect(await first.ended).toEqual({ code: 0, err: '' });
      // SQLite takes its journal away when the file is closed.
      expect((await readdir(folder.path)).filter((file) => file.startsWith('hub.db'))).toEqual(['hub.db']);
      const second = await start();
      expect((await second.command('raise', 'o', 'approved')).code).toBe(0);
      expect((await second.command('run', 'order', '0', '--id', 'p')).code).toBe(0);
      let status = '';
      while (!status.includes('Completed')) status = (await second.command('show', 'o')).out;
      expect(status).toMatch(/^output +12$/m);
      second.signal(name);
      expect(await second.ended).toEqual({ code: 0, err: 'counting 4\n' });
    },
  );

  it('serves those who have its key', async () => {
    await folder.write('shop.ts', shop);
    const { command } = await start('--key', 'sesame');
    expect((await command('list')).code).toBe(1);
    expect(await command('list', '--key', 'sesame')).toMatchObject({ code: 0 });
  });

  it('serves no dashboard when told so', async () => {
    await folder.write('shop.ts', shop);
    const cli = spawnCli(folder.path, 'start', 'shop.ts', '--port', '0', '--no-dashboard', '--json');
    const { baseUrl, dashboardUrl } = JSON.parse(await cli.lineWith(/./));
    expect(dashboardUrl).toBeUndefined();
    expect((await fetch(new URL('/dashboard', baseUrl))).status).toBe(404);
  });

  it('says for people where it listens and what it runs', async () => {
    await folder.write('shop.js', shop.replaceAll(/import type.*|: (number|void)\b|, type \w+|: Orch\w+<number>/g, ''));
    const cli = spawnCli(folder.path, 'start', 'shop.js', '--port', '0');
    const hub = await cli.lineWith(/./);
    expect(hub).toMatch(/^Task hub DurableFunctionsHub in .*hub\.db runs 1 orchestration, 1 activity, and 1 entity\.$/);
    expect(await cli.lineWith(/./)).toMatch(/^Listening on http:\/\/127\.0\.0\.1:\d+/);
    const dashboard = (await cli.lineWith(/./)).replace(/^Dashboard at /, '');
    expect(await (await fetch(dashboard)).text()).toContain('<!doctype html>');
  });

  it('ends although functions have left something open', async () => {
    await folder.write('shop.ts', `${shop}\nsetInterval(() => {}, 1000);`);
    const { signal, ended } = await start();
    signal('SIGTERM');
    expect(await ended).toEqual({ code: 0, err: '' });
  });

  it.each<[string, string, string]>([
    ['does not parse', 'export const = 1;', 'Could not load shop.ts: '],
    ['throws', `throw new Error('no such table');`, 'Could not load shop.ts: no such table'],
    ['imports what is not there', `import './missing.ts';`, 'missing.ts'],
    ['exports no functions', 'export const price = 3;', 'shop.ts exports no orchestration, activity or entity.'],
    ['has two functions of one name', `${shop}\nexport const b = activity('TOTAL', () => 0);`, "'TOTAL'"],
  ])('fails when the module %s, and says so in the last line', async (_name, text, message) => {
    await folder.write('shop.ts', text);
    const { code, err } = await spawnCli(folder.path, 'start', 'shop.ts', '--port', '0').ended;
    expect(code).toBe(1);
    const last = err.trimEnd().split('\n').at(-1);
    expect(last).toMatch(/^durable-host: /);
    expect(last).toContain(message);
  });

  it('tells the line of a module that throws', async () => {
    await folder.write('shop.ts', `const a: number = 1;\nthrow new Error('no such table');`);
    const { err } = await spawnCli(folder.path, 'start', 'shop.ts', '--port', '0').ended;
    expect(err).toContain('shop.ts:2:7');
  });

  it('fails when there is no such module, or its port is taken', async () => {
    expect(await runCli(['start', 'none.ts'], { folder: folder.path })).toEqual({
      code: 1,
      out: '',
      err: 'durable-host: There is no file none.ts.',
    });
    await folder.write('shop.ts', shop);
    const { ready } = await start();
    const { port } = new URL(ready.baseUrl);
    const second = spawnCli(folder.path, 'start', 'shop.ts', '--port', port, '--database', ':memory:');
    expect(await second.ended).toEqual({
      code: 1,
      err: expect.stringContaining(`Could not listen on 127.0.0.1:${port}`),
    });
  });

  it.each<[string, readonly string[], string]>([
    ['a port that is no number', ['--port', '7071x'], '--port'],
    ['a port that there is not', ['--port', '70000'], 'port must be'],
    ['a name that no task hub may have', ['--task-hub', '1'], 'taskHub'],
    ['a time without a unit', ['--keep-finished-for', '5'], '--keep-finished-for'],
    ['another check', ['--file-check', 'none'], 'fileCheck'],
    ['an origin that is none', ['--allowed-origins', 'app'], 'allowedOrigins'],
    ['a host that is none', ['--allowed-hosts', 'a/b'], 'allowedHosts'],
    ['another completion', ['--completion', 'never'], 'completion'],
    ['another rule for ids', ['--overridable-states', 'none'], 'overridableExistingInstanceStates'],
    ['no room for requests', ['--max-request-bytes', '0'], '--max-request-bytes'],
    ['an unknown durability', ['--durability', 'some'], 'durability'],
  ])('refuses %s with 2', async (_name, args, message) => {
    await folder.write('shop.ts', shop);
    const { code, err } = await spawnCli(folder.path, 'start', 'shop.ts', ...args).ended;
    expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining(message) });
  });
});
