import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { isBuiltin } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { createEmulator } from '@perdura/cosmos-emulator';
import { build, type Metafile } from 'esbuild';

interface Bundle {
  readonly metafile: Metafile;
  readonly text: string;
}

/**
 * Bundles a module that imports the driver by its name, as for a browser or worker: what is Node's is neither there nor put in
 * place of anything.
 */
async function bundle(conditions: readonly string[], contents: string): Promise<Bundle> {
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
  const [output] = outputFiles;
  if (output === undefined) throw new Error('There is no bundle.');
  return { metafile, text: output.text };
}

const everything = "export * from '@perdura/cosmos-driver';";

/** What a program in a browser or worker does: its own words, on nothing but globals every such runtime has. */
const program = `
  import { CosmosOperation, createCosmosRuntime, DatabaseReference, ItemReference } from '@perdura/cosmos-driver';
  const { endpoint, key } = JSON.parse(globalThis.settings);
  const bytes = (value) => new TextEncoder().encode(JSON.stringify(value));
  const runtime = createCosmosRuntime();
  const driver = await runtime.createDriver({ endpoint, credential: { key } });
  const shop = DatabaseReference.from('shop');
  await driver.executeOperation(CosmosOperation.createDatabase(shop).withBody(bytes({ id: 'shop' })));
  const container = { id: 'orders', partitionKey: { paths: ['/customer'], kind: 'Hash', version: 2 } };
  await driver.executeOperation(CosmosOperation.createContainer(shop, 'orders').withBody(bytes(container)));
  const order = ItemReference.from(await driver.resolveContainer('shop', 'orders'), 'ada', '1');
  await driver.executeOperation(CosmosOperation.createItem(order).withBody(bytes({ id: '1', customer: 'ada', total: 42 })));
  const { body, status, servingRegion } = await driver.executeOperation(CosmosOperation.readItem(order));
  const { total } = JSON.parse(new TextDecoder().decode(body.bytes));
  const missing = await driver.executeOperation(CosmosOperation.deleteItem(order)).then(() =>
    driver.executeOperation(CosmosOperation.readItem(order)).catch((error) => error.code));
  await runtime.close();
  console.log(JSON.stringify({ status: status.code, total, servingRegion, missing, node: typeof process }));
`;

/** Takes away what browsers and workers do not have, except for what Node's own fetch needs; then runs the bundle beside it. */
const withoutNode = `
  globalThis.settings = process.argv[2];
  for (const name of ['process', 'require', 'navigator']) delete globalThis[name];
  await import('./program.mjs');
`;

describe.each([
  ['a browser', ['browser']],
  ['a worker', []],
])('the bundle for %s', (_, conditions) => {
  let built: Bundle;
  beforeAll(async () => {
    built = await bundle(conditions, everything);
  });

  it('imports nothing of Node, and nothing else either', () => {
    const imports = Object.values(built.metafile.outputs).flatMap((output) => output.imports.map(({ path }) => path));
    const inputs = Object.keys(built.metafile.inputs);
    expect(imports).toEqual([]);
    expect(inputs.filter((path) => isBuiltin(path) || path.includes('/undici/'))).toEqual([]);
    expect(inputs.filter((path) => path.endsWith('ky-transport.ts'))).toHaveLength(1);
    expect(built.text).not.toMatch(/["'`]node:|\bBuffer\b|\bsetImmediate\b/);
  });

  it('is smaller than 80 kB, minified and gzipped, with all dependencies', () => {
    expect(gzipSync(built.text).byteLength).toBeLessThan(80_000);
  });

  it('carries out operations over HTTP by plain fetch, where there is no Node', async () => {
    const account = createEmulator({ regions: ['East US'] });
    const folder = await mkdtemp(join(tmpdir(), 'perdura-bundle-'));
    try {
      const { endpoint } = await account.listen();
      await writeFile(join(folder, 'program.mjs'), (await bundle(conditions, program)).text);
      await writeFile(join(folder, 'without-node.mjs'), withoutNode);
      const settings = JSON.stringify({ endpoint, key: account.key });
      const run = promisify(execFile)(process.execPath, [join(folder, 'without-node.mjs'), settings]);
      expect(JSON.parse((await run).stdout)).toEqual({
        status: 200,
        total: 42,
        servingRegion: 'East US',
        missing: 'not-found',
        node: 'undefined',
      });
    } finally {
      await rm(folder, { recursive: true });
      await account.close();
    }
  }, 20_000);
});

describe('the entry for Node', () => {
  it('would be found out by the same look', async () => {
    await expect(bundle(['node'], everything)).rejects.toThrow('Could not resolve "node:');
  });
});
