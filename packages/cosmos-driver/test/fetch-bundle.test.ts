import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { isBuiltin } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { createEmulator } from '@perdura/cosmos-emulator';
import { build, type Metafile } from 'esbuild';

interface Bundle {
  readonly metafile: Metafile;
  /** Text by file name; the first to be loaded is `program.js`. */
  readonly files: ReadonlyMap<string, string>;
}

/**
 * Bundles a module that imports the driver by its name, as for a browser or worker: what is Node's is neither there nor put in
 * place of anything.
 *
 * @param splitting  Whether what is imported on demand gets files of its own; else there is one file.
 */
async function bundle(conditions: readonly string[], contents: string, splitting: boolean): Promise<Bundle> {
  const { metafile, outputFiles } = await build({
    stdin: { contents, resolveDir: fileURLToPath(new URL('.', import.meta.url)), loader: 'ts' },
    conditions: ['@perdura/source', ...conditions],
    platform: 'neutral',
    format: 'esm',
    target: 'es2023',
    bundle: true,
    minify: true,
    splitting,
    outdir: '/bundle',
    entryNames: 'program',
    metafile: true,
    write: false,
    logLevel: 'silent',
  });
  return { metafile, files: new Map(outputFiles.map(({ path, text }) => [basename(path), text])) };
}

/** The files that are loaded with another one, itself included. */
function loadedWith({ metafile, files }: Bundle, name: string): ReadonlySet<string> {
  const outputs = new Map(Object.entries(metafile.outputs).map(([path, output]) => [basename(path), output]));
  const loaded = new Set<string>();
  const load = (file: string): void => {
    if (loaded.has(file) || !files.has(file)) return;
    loaded.add(file);
    for (const { kind, path } of outputs.get(file)?.imports ?? [])
      if (kind === 'import-statement') load(basename(path));
  };
  load(name);
  return loaded;
}

function gzippedBytes({ files }: Bundle, names: Iterable<string> = files.keys()): number {
  let bytes = 0;
  for (const name of names) bytes += gzipSync(files.get(name) ?? '').byteLength;
  return bytes;
}

const everything = "export * from '@perdura/cosmos-driver';";

/** What a program in a browser or worker does: its own words, on nothing but globals every such runtime has. */
const program = `
  import {
    CosmosOperation, createCosmosRuntime, DatabaseReference, isBatchApplied, ItemReference, readBatchResults,
  } from '@perdura/cosmos-driver';
  const { endpoint, key } = JSON.parse(globalThis.settings);
  const bytes = (value) => new TextEncoder().encode(JSON.stringify(value));
  const runtime = createCosmosRuntime();
  const driver = await runtime.createDriver({ endpoint, credential: { key } });
  const shop = DatabaseReference.from('shop');
  await driver.executeOperation(CosmosOperation.createDatabase(shop).withBody(bytes({ id: 'shop' })));
  const properties = { id: 'orders', partitionKey: { paths: ['/customer'], kind: 'Hash', version: 2 } };
  await driver.executeOperation(CosmosOperation.createContainer(shop, 'orders').withBody(bytes(properties)));
  const container = await driver.resolveContainer('shop', 'orders');
  const item = ItemReference.from(container, 'ada', '1');
  await driver.executeOperation(CosmosOperation.createItem(item).withBody(bytes({ id: '1', customer: 'ada', total: 42 })));
  const { body, status, servingRegion } = await driver.executeOperation(CosmosOperation.readItem(item));
  const { total } = JSON.parse(new TextDecoder().decode(body.bytes));
  const order = { kind: 'create', body: bytes({ id: '2', customer: 'ada', total: 8 }) };
  const batch = await driver.executeOperation(CosmosOperation.batch(container, 'ada', [order]));
  const query = { query: 'SELECT VALUE SUM(c.total) FROM c' };
  const sum = await driver.executeOperation(CosmosOperation.queryItems(container, query));
  const missing = await driver.executeOperation(CosmosOperation.deleteItem(item)).then(() =>
    driver.executeOperation(CosmosOperation.readItem(item)).catch((error) => error.code));
  await runtime.close();
  const applied = isBatchApplied(readBatchResults(batch));
  console.log(JSON.stringify({ status: status.code, total, applied, sum: sum.body.items, servingRegion, missing, node: typeof process }));
`;

/** Takes away what browsers and workers do not have, except for what Node's own fetch needs; then runs the bundle beside it. */
const withoutNode = `
  globalThis.settings = process.argv[2];
  for (const name of ['process', 'require', 'navigator']) delete globalThis[name];
  await import('./program.js');
`;

const runtimes: readonly (readonly [name: string, conditions: readonly string[]])[] = [
  ['a browser', ['browser']],
  ['a worker', []],
];

describe.each(runtimes)('the bundle for %s', (_, conditions) => {
  it('imports nothing of Node, and nothing else either', async () => {
    const { metafile, files } = await bundle(conditions, everything, false);
    const imports = Object.values(metafile.outputs).flatMap((output) => output.imports.map(({ path }) => path));
    const inputs = Object.keys(metafile.inputs);
    expect([...files.keys()]).toEqual(['program.js']);
    expect(imports).toEqual([]);
    expect(inputs.filter((path) => isBuiltin(path) || path.includes('/undici/'))).toEqual([]);
    expect(inputs.filter((path) => path.endsWith('ky-transport.ts'))).toHaveLength(1);
    expect(files.get('program.js')).not.toMatch(/["'`]node:|\bBuffer\b|\bsetImmediate\b/);
  });

  it('is smaller than 82 kB in one file, minified and gzipped, with all dependencies', async () => {
    expect(gzippedBytes(await bundle(conditions, everything, false))).toBeLessThan(82_000);
  });

  it('loads less than 55 kB of its own for a read of one item, and ky, where bundlers split', async () => {
    const built = await bundle(conditions, everything, true);
    const atOnce = loadedWith(built, 'program.js');
    const ky = [...built.files.keys()].filter((name) => name.startsWith('distribution'));
    expect(gzippedBytes(built, atOnce)).toBeLessThan(55_000);
    expect(ky).toHaveLength(1);
    expect(gzippedBytes(built, new Set([...atOnce, ...ky]))).toBeLessThan(64_500);
    expect(gzippedBytes(built)).toBeLessThan(83_000);
  });

  it('leaves the engine out for a program that only describes operations, and everything for one that uses nothing', async () => {
    const described = `import { CosmosOperation } from '@perdura/cosmos-driver'; console.log(CosmosOperation.readItem);`;
    const built = await bundle(conditions, described, false);
    const used = Object.values(built.metafile.outputs).flatMap(({ inputs }) =>
      Object.entries(inputs).flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? [path] : [])),
    );
    expect(used.filter((path) => /\/src\/(effects|retry|diagnostics|routing)\//.test(path))).toEqual([]);
    expect(gzippedBytes(built)).toBeLessThan(11_500);
    const unused = await bundle(conditions, described.replace(/console.*/, ''), false);
    expect([...unused.files.values()].join('').trim()).toBe('');
  });

  it.each([
    'effects/read-pages.ts',
    'feeds/query-plan.ts',
    'effects/read-ranges.ts',
    'effects/execute-read-many.ts',
    'effects/execute-throughput.ts',
    'patch/apply-patch.ts',
    'faults/evaluate-faults.ts',
    'routing/region-coordinates.ts',
  ])('loads %s on demand', async (source) => {
    const built = await bundle(conditions, everything, true);
    const atOnce = loadedWith(built, 'program.js');
    const holders = Object.entries(built.metafile.outputs)
      .filter(([, { inputs }]) => Object.keys(inputs).some((input) => input.endsWith(`src/${source}`)))
      .map(([path]) => basename(path));
    expect(holders).toHaveLength(1);
    expect(holders.filter((name) => atOnce.has(name))).toEqual([]);
  });

  it.each([
    ['one file', false],
    ['files that are loaded on demand', true],
  ])(
    'carries out operations over HTTP by plain fetch, where there is no Node, from %s',
    async (_name, splitting) => {
      const account = createEmulator({ regions: ['East US'] });
      const folder = await mkdtemp(join(tmpdir(), 'perdura-bundle-'));
      try {
        const { endpoint } = await account.listen();
        const { files } = await bundle(conditions, program, splitting);
        expect(files.size > 1).toBe(splitting);
        await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
        for (const [name, text] of files) await writeFile(join(folder, name), text);
        await writeFile(join(folder, 'without-node.mjs'), withoutNode);
        const settings = JSON.stringify({ endpoint, key: account.key });
        const run = promisify(execFile)(process.execPath, [join(folder, 'without-node.mjs'), settings]);
        expect(JSON.parse((await run).stdout)).toEqual({
          status: 200,
          total: 42,
          applied: true,
          sum: [50],
          servingRegion: 'East US',
          missing: 'not-found',
          node: 'undefined',
        });
      } finally {
        await rm(folder, { recursive: true });
        await account.close();
      }
    },
    20_000,
  );
});

describe('the entry for Node', () => {
  it('would be found out by the same look', async () => {
    await expect(bundle(['node'], everything, false)).rejects.toThrow('Could not resolve "node:');
  });
});
