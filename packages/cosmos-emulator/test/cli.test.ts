import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { fetchTransport } from './support/fetch-transport.ts';
import { createRawClient } from './support/raw-client.ts';

const main = fileURLToPath(new URL('../src/cli/main.ts', import.meta.url));
const wellKnownKey = 'C2y6yDjf5/R+ob0N8A7Cgv30VRDJIWEHLM+4QDU5DE2nQ9nDuVTqobD4b8mGGyPMbIZnqyMsEcaGQy67XIw/Jw==';

let folder: string;
const started: ChildProcess[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cosmos-emulator-'));
});

afterEach(async () => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
  await rm(folder, { recursive: true });
});

function start(...args: string[]) {
  const child = spawn(process.execPath, ['--conditions=@perdura/source', main, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  started.push(child);
  const stderr = text(child.stderr);
  const exited = once(child, 'close').then(async ([code]) => ({ code: code as number | null, stderr: await stderr }));
  return { child, exited };
}

interface Ready {
  readonly status: string;
  readonly endpoint: string;
  readonly regions: Readonly<Record<string, string>>;
  readonly key: string;
  readonly certificatePem?: string;
}

/** Starts it on free ports and waits until it says that it is ready. */
async function serve(...args: string[]) {
  const { child, exited } = start('--port', '0', ...args);
  const ended = exited.then(({ stderr }) => Promise.reject(new Error(stderr)));
  const lines = createInterface({ input: child.stdout });
  const [line] = (await Promise.race([once(lines, 'line'), ended])) as [string];
  ended.catch(() => undefined);
  const ready = JSON.parse(line) as Ready;
  const client = createRawClient({ key: ready.key, endpoint: ready.endpoint, transport: () => fetchTransport });
  const stop = (signal: NodeJS.Signals) => {
    child.kill(signal);
    return exited;
  };
  return { ready, client, stop };
}

/** Runs it to its end. */
async function run(...args: string[]) {
  const { child, exited } = start(...args);
  const stdout = text(child.stdout);
  return { ...(await exited), stdout: await stdout };
}

describe('cosmos-emulator', () => {
  it.each<NodeJS.Signals>(['SIGINT', 'SIGTERM'])(
    'says in JSON where it listens, and ends in order on %s',
    async (signal) => {
      const { ready, client, stop } = await serve('--regions', 'East US, West US');
      expect(ready).toEqual({
        status: 'ready',
        endpoint: ready.regions['East US'],
        regions: { 'East US': expect.stringMatching(/^http:/), 'West US': expect.stringMatching(/^http:/) },
        key: wellKnownKey,
      });
      expect((await client.send('GET', '/')).json.readableLocations).toHaveLength(2);
      expect(await stop(signal)).toEqual({ code: 0, stderr: '' });
    },
  );

  it('applies its flags to the account', async () => {
    const key = Buffer.from('another key').toString('base64');
    const flags = ['--write-mode', 'multi', '--consistency', 'Eventual', '--partitions', '3', '--account-name', 'mine'];
    const { ready, client, stop } = await serve('--key', key, '--tls', ...flags);
    expect(ready.certificatePem).toContain('BEGIN CERTIFICATE');
    expect(ready.endpoint).toMatch(/^https:/);
    expect(ready.key).toBe(key);
    await expect(client.send('GET', '/')).rejects.toBeDefined();
    expect((await stop('SIGTERM')).code).toBe(0);

    const plain = await serve('--key', key, ...flags);
    const { json } = await plain.client.send('GET', '/');
    expect(json).toMatchObject({
      id: 'mine',
      enableMultipleWriteLocations: true,
      userConsistencyPolicy: { defaultConsistencyLevel: 'Eventual' },
    });
    await plain.client.createShop();
    expect((await plain.client.send('GET', '/dbs/shop/colls/orders/pkranges')).json.PartitionKeyRanges).toHaveLength(3);
  });

  it('saves its data at the end and has it again at the next start', async () => {
    const file = join(folder, 'data.json');
    const first = await serve('--data', file);
    await first.client.createShop();
    await first.client.send('POST', '/dbs/shop/colls/orders/docs', {
      body: { id: '1', customerId: 'ada' },
      pk: ['ada'],
    });
    expect((await first.stop('SIGINT')).code).toBe(0);
    expect(await readdir(folder)).toEqual(['data.json']);
    expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({
      databases: [{ id: 'shop', containers: [{ id: 'orders', items: [{ id: '1', customerId: 'ada' }] }] }],
    });
    const second = await serve('--data', file);
    expect((await second.client.send('GET', '/dbs/shop/colls/orders/docs/1', { pk: ['ada'] })).status).toBe(200);
  });

  it.each<[string, string, string]>([
    ['no JSON', '{ "databases": [}', 'is no JSON'],
    ['wrong', '{ "databases": [{ "id": "a", "containers": [{ "id": "c" }] }] }', 'databases[0].containers[0]'],
  ])('refuses to start with a file that is %s, and leaves it as it is', async (_name, content, message) => {
    const file = join(folder, 'data.json');
    await writeFile(file, content);
    const { code, stderr, stdout } = await run('--port', '0', '--data', file);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain(file);
    expect(stderr).toContain(message);
    expect(await readFile(file, 'utf8')).toBe(content);
  });

  it('refuses to start where it could not save', async () => {
    const { code, stderr } = await run('--port', '0', '--data', join(folder, 'none', 'data.json'));
    expect(code).toBe(1);
    expect(stderr).toContain('ENOENT');
  });

  it('logs a line for every request on request, without keys and tokens', async () => {
    const { client, stop, ready } = await serve('--log');
    await client.createShop();
    await client.send('GET', '/dbs/shop/colls/none');
    const { stderr } = await stop('SIGTERM');
    const lines = stderr.trimEnd().split('\n');
    expect(lines).toHaveLength(3);
    expect(lines[0]).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z \[East US\] POST \/dbs 201 [\d.]+ RU [\d.]+ ms$/);
    expect(lines[2]).toMatch(/GET \/dbs\/shop\/colls\/none 404 1 RU/);
    expect(stderr).not.toContain(ready.key);
    expect(stderr).not.toMatch(/sig|type%3D/);
  });

  it.each<[string, string[], string]>([
    ['an unknown flag', ['--bogus'], "Unknown option '--bogus'"],
    ['a positional argument', ['data.json'], 'data.json'],
    ['a flag without its value', ['--port'], '--port'],
    ['a port that is no number', ['--port', 'x'], '--port must be an integer'],
    ['a value that the account refuses', ['--regions', 'East_US'], 'region'],
    ['an address that others reach, without leave', ['--host', '0.0.0.0'], 'allowNonLoopback'],
  ])('ends with 2 and its usage for %s', async (_name, args, message) => {
    const { code, stderr, stdout } = await run(...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
    expect(stderr).toContain('Usage: cosmos-emulator');
  });

  it('ends with 1 when its port is taken', async () => {
    const { ready } = await serve();
    const { code, stderr } = await run('--port', new URL(ready.endpoint).port);
    expect(code).toBe(1);
    expect(stderr).toContain('Cannot listen on 127.0.0.1');
  });

  it('prints its usage and its version', async () => {
    const help = await run('--help');
    expect(help).toMatchObject({ code: 0, stderr: '' });
    expect(help.stdout).toContain('--allow-non-loopback');
    const { version } = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8')) as {
      version: string;
    };
    expect(await run('--version')).toEqual({ code: 0, stderr: '', stdout: `${version}\n` });
  });
});
