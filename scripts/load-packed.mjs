// Proves that what would be published works: packs every package, installs the tarballs into an empty project with npm,
// and loads each entry by import and by require: main entries alone, the others beside their optional peers. Then tries
// the templates of durable-host in another empty folder.
// Needs a build.  `npm run test:packages` runs it.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tryTemplates } from './try-templates.mjs';

const packagesFolder = new URL('../packages/', import.meta.url);
const scratch = mkdtempSync(join(tmpdir(), 'perdura-packed-'));
const project = join(scratch, 'project');
mkdirSync(project);

try {
  const packed = readdirSync(packagesFolder).map((folder) => pack(new URL(`${folder}/`, packagesFolder)));
  installIntoEmptyProject(packed);
  const isMain = (entry) => entry === '.';
  const loadAll = (wanted) =>
    packed.flatMap(({ name, entries }) => entries.filter(wanted).flatMap((entry) => load(name, entry)));
  const failures = loadAll(isMain);
  installOptionalPeers(packed);
  failures.push(...loadAll((entry) => !isMain(entry)));
  await tryTemplates(join(scratch, 'templates'), tarballsOf(packed), run);
  if (failures.length > 0) {
    console.error(`\n${failures.length} failed:\n${failures.join('\n')}`);
    process.exitCode = 1;
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

function pack(folder) {
  const {
    name,
    exports,
    peerDependenciesMeta = {},
  } = JSON.parse(readFileSync(new URL('package.json', folder), 'utf8'));
  const printed = run('pnpm', ['pack', '--json', '--pack-destination', scratch], folder);
  const { filename } = JSON.parse(printed);
  const entries = Object.keys(exports).filter((entry) => !entry.endsWith('.json'));
  return { name, tarball: filename, entries, optionalPeers: Object.keys(peerDependenciesMeta) };
}

/** The packages depend on each other by version; overrides make npm take the tarballs for those too. */
function installIntoEmptyProject(packed) {
  const tarballs = tarballsOf(packed);
  const manifest = { name: 'empty', private: true, type: 'module', dependencies: tarballs, overrides: tarballs };
  writeFileSync(join(project, 'package.json'), JSON.stringify(manifest));
  run('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error'], project);
}

/** What npm is told for each package by name. */
function tarballsOf(packed) {
  return Object.fromEntries(packed.map(({ name, tarball }) => [name, `file:${tarball}`]));
}

function installOptionalPeers(packed) {
  const peers = packed.flatMap(({ optionalPeers }) => optionalPeers);
  run('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error', ...new Set(peers)], project);
}

function load(name, entry) {
  const specifier = JSON.stringify(name + entry.slice(1));
  const names =
    'const list = (loaded) => console.log(Object.keys(loaded).filter((key) => key !== "default" && key !== "module.exports").sort().join(" "));';
  const loaded = {
    import: run('node', ['--input-type=module', '--eval', `${names} list(await import(${specifier}))`], project).trim(),
    require: run('node', ['--input-type=commonjs', '--eval', `${names} list(require(${specifier}))`], project).trim(),
  };
  const count = loaded.import === '' ? 0 : loaded.import.split(' ').length;
  console.log(`${specifier.padEnd(40)} import and require: ${count} names on Node ${process.versions.node}`);
  if (count === 0) return [`${specifier} exports nothing`];
  return loaded.import === loaded.require ? [] : [`${specifier}: import and require differ`];
}

function run(command, commandArguments, cwd) {
  const { status, stdout, stderr, error } = spawnSync(command, commandArguments, { cwd, encoding: 'utf8' });
  if (error) throw error;
  if (status !== 0)
    throw new Error(`${command} ${commandArguments.join(' ')} ended with ${status}\n${stdout}\n${stderr}`);
  return stdout;
}
