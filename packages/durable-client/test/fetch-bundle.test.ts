import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { isBuiltin } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { build, type Metafile } from 'esbuild';

/** Bundles a module that imports the client by its name, as for a browser or worker, where nothing of Node is. */
async function bundle(
  conditions: readonly string[],
  contents: string,
): Promise<{ readonly metafile: Metafile; readonly text: string }> {
  const { metafile, outputFiles } = await build({
    stdin: { contents, resolveDir: fileURLToPath(new URL('.', import.meta.url)), loader: 'ts' },
    conditions: ['@perdura/source', ...conditions],
    platform: 'neutral',
    format: 'esm',
    target: 'es2023',
    bundle: true,
    minify: true,
    metafile: true,
    write: false,
    logLevel: 'silent',
  });
  return { metafile, text: outputFiles[0]?.text ?? '' };
}

const everything = "export * from '@perdura/durable-client';";

/** What a program in a browser or worker does, on nothing but globals every such runtime has. */
const program = `
  import { DurableClient } from '@perdura/durable-client';
  const client = new DurableClient({ baseUrl: globalThis.settings, taskHub: 'Hub' });
  const id = await client.startNew('order', { input: { sku: 'K-9' }, instanceId: 'order 17' });
  const running = await client.queryStatus(id);
  await client.raiseEvent(id, 'approved', { by: 'Ada' });
  const finished = await client.waitForCompletion(id, { pollingIntervalMs: 5 });
  const gone = await client.terminate(id, 'late').catch((error) => error.code);
  const response = await client.waitForCompletionOrCreateCheckStatusResponse(undefined, id);
  console.log(JSON.stringify({
    id, started: running.createdTime.toISOString(), status: running.runtimeStatus, output: finished.output, gone,
    answer: await response.json(), node: typeof process,
  }));
`;

/** Takes away what browsers and workers do not have, except for what Node's own fetch needs; then runs the bundle. */
const withoutNode = `
  globalThis.settings = process.argv[2];
  for (const name of ['process', 'require', 'navigator', 'setImmediate']) delete globalThis[name];
  await import('./program.js');
`;

/** A hub with one instance, which completes as soon as it got its event. */
async function startHub(): Promise<{ readonly url: string; readonly close: () => void }> {
  let approved = false;
  const server = createServer((request, response) => {
    const { method, url = '' } = request;
    const answer = (status: number, value?: unknown) => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(value === undefined ? undefined : JSON.stringify(value));
    };
    const times = { createdTime: '2026-02-03T09:59:59Z', lastUpdatedTime: '2026-02-03T10:00:04Z' };
    const status = { name: 'order', instanceId: 'order 17', ...times };
    request.resume();
    request.on('end', () => {
      if (!url.endsWith('?taskHub=Hub')) return answer(url.includes('/terminate?') ? 410 : 500);
      if (method === 'POST' && url.includes('/orchestrators/order/order%2017')) return answer(202, { id: 'order 17' });
      if (method === 'POST' && url.includes('/order%2017/raiseEvent/approved')) {
        approved = true;
        return answer(202);
      }
      if (approved) return answer(200, { ...status, runtimeStatus: 'Completed', output: 'shipped' });
      return answer(202, { ...status, runtimeStatus: 'Running' });
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, close: () => server.close() };
}

const runtimes: readonly (readonly [name: string, conditions: readonly string[]])[] = [
  ['a browser', ['browser']],
  ['a worker', []],
];

describe.each(runtimes)('the bundle for %s', (_, conditions) => {
  it('imports nothing of Node, and nothing else either', async () => {
    const { metafile, text } = await bundle(conditions, everything);
    const imports = Object.values(metafile.outputs).flatMap((output) => output.imports.map(({ path }) => path));
    expect(imports).toEqual([]);
    expect(Object.keys(metafile.inputs).filter((path) => isBuiltin(path))).toEqual([]);
    expect(text).not.toMatch(/["'`]node:|\bBuffer\b|\bsetImmediate\b|\bprocess\./);
  });

  it('is smaller than 26.5 kB with all dependencies, minified and gzipped', async () => {
    const { metafile, text } = await bundle(conditions, everything);
    const own = Object.values(metafile.outputs).flatMap(({ inputs }) =>
      Object.entries(inputs).flatMap(([path, { bytesInOutput }]) => (path.startsWith('src/') ? [bytesInOutput] : [])),
    );
    process.stdout.write(`client bundle: ${gzipSync(text).byteLength} bytes gzipped, ${text.length} minified\n`);
    expect(own.length).toBeGreaterThan(30);
    expect(gzipSync(text).byteLength).toBeLessThan(26_500);
  });

  it('leaves everything out for a program that uses nothing', async () => {
    expect((await bundle(conditions, "import '@perdura/durable-client';")).text.trim()).toBe('');
  });

  it('talks to a hub by plain fetch, where there is no Node', async () => {
    const hub = await startHub();
    const folder = await mkdtemp(join(tmpdir(), 'perdura-bundle-'));
    try {
      await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
      await writeFile(join(folder, 'program.js'), (await bundle(conditions, program)).text);
      await writeFile(join(folder, 'without-node.mjs'), withoutNode);
      const run = promisify(execFile)(process.execPath, [join(folder, 'without-node.mjs'), `${hub.url}/api`]);
      expect(JSON.parse((await run).stdout)).toEqual({
        id: 'order 17',
        started: '2026-02-03T09:59:59.000Z',
        status: 'Running',
        output: 'shipped',
        gone: 'gone',
        answer: 'shipped',
        node: 'undefined',
      });
    } finally {
      await rm(folder, { recursive: true });
      hub.close();
    }
  }, 20_000);
});
