// Runs a task of this repository on a machine that has only Node 18 or newer and npm.
//
//   node scripts/dev.mjs <task> [arguments for the task]        (through `npm run <task>`, which provides pnpm)
//
// It makes sure a supported Node runs the work (the machine's own if it is new enough, else one from toolchain/),
// installs what the lockfile names, and hands over to turbo. Plain Node on purpose: nothing is installed yet.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const OLDEST_NODE = [22, 19];
const DEFAULT_TOOLCHAIN = 24;
const MATRIX = [22, 24, 26];

const [task = 'help', ...rest] = process.argv.slice(2);
const tasks = { demo, test, check, build, docs, fix, coverage, matrix, packages, restate, help };

process.env.TURBO_TELEMETRY_DISABLED = '1';
process.env.TURBO_NO_UPDATE_NOTIFIER = '1';
process.env.DO_NOT_TRACK = '1';
// A Node from toolchain/ does not know the npm configuration of the machine, so it trusts the system's certificates.
process.env.NODE_USE_SYSTEM_CA = '1';

if (!Object.hasOwn(tasks, task)) fail(`unknown task "${task}"`);
tasks[task]();

function demo() {
  prepare();
  turbo(['demo', '--filter=@perdura/samples', '--output-logs=full', '--log-prefix=none']);
}

function test() {
  prepare();
  turbo(['test']);
}

function build() {
  prepare();
  turbo(['build']);
}

/** Format, lint, boundaries, dead code, types, package checks, documentation, workflow lint. */
function check() {
  prepare();
  exec('biome', ['ci', '.', '--error-on-warnings']);
  exec('turbo', ['boundaries']);
  exec('knip', []);
  turbo(['typecheck', 'package-check', 'docs']);
  run('node', ['scripts/lint-workflows.mjs']);
}

/** The API reference, into apps/docs/site. */
function docs() {
  prepare();
  turbo(['docs']);
}

function fix() {
  prepare();
  exec('biome', ['check', '--write', '.']);
}

function coverage() {
  prepare();
  node([
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    'node_modules/jest/bin/jest.js',
    '--coverage',
  ]);
}

/** The tests on every supported Node line. */
function matrix() {
  install();
  for (const major of MATRIX) {
    useToolchain(major);
    turbo(['test']);
  }
}

/** Packs every published package, installs the tarballs into an empty project, loads them by import and by require. */
function packages() {
  prepare();
  turbo(['build']);
  node(['scripts/load-packed.mjs']);
}

/** The sample on a Restate server, whose packages only this installs. */
function restate() {
  prepare();
  const folder = join(root, 'apps', 'samples', 'restate');
  pnpm(['install', '--dir', folder, ...lockfileFlags()]);
  exec('tsc', ['-p', folder]);
  pnpm(['--dir', folder, 'start']);
}

function help() {
  console.log(`tasks: ${Object.keys(tasks).join(', ')}`);
}

function prepare() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  const isSupported = major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1]);
  if (isSupported) process.env.PERDURA_NODE_VERSION = process.versions.node;
  else useToolchain(DEFAULT_TOOLCHAIN);
  install();
}

/** Installs toolchain/node-<major> if need be and puts its Node first on the PATH. */
function useToolchain(major) {
  if (process.platform !== 'linux' || !['x64', 'arm64'].includes(process.arch)) {
    fail(
      `no packaged Node ${major} for ${process.platform}-${process.arch}: please install Node ${OLDEST_NODE.join('.')} or newer`,
    );
  }
  const folder = join(root, 'toolchain', `node-${major}`);
  const bin = join(folder, 'node_modules', `node-linux-${process.arch}`, 'bin');
  if (!existsSync(join(bin, 'node'))) pnpm(['install', '--ignore-workspace', '--dir', folder, ...lockfileFlags()]);
  if (!existsSync(join(bin, 'node'))) fail(`toolchain/node-${major} has no Node for linux-${process.arch}`);
  process.env.PATH = `${bin}${delimiter}${process.env.PATH}`;
  const version = spawnSync('node', ['--version'], { encoding: 'utf8', env: process.env }).stdout.trim();
  process.env.PERDURA_NODE_VERSION = version.slice(1);
}

function install() {
  pnpm(['install', '--reporter=append-only', ...lockfileFlags()]);
}

/** CI checks the age of every lockfile entry; elsewhere the committed lockfile is trusted. Integrity is always checked. */
function lockfileFlags() {
  return process.env.CI ? ['--frozen-lockfile'] : ['--frozen-lockfile', '--trust-lockfile'];
}

function turbo(names) {
  exec('turbo', ['run', ...names, '--ui=stream', ...rest]);
}

function exec(command, commandArguments) {
  pnpm(['exec', command, ...commandArguments]);
}

function pnpm(commandArguments) {
  run('pnpm', commandArguments);
}

function node(commandArguments) {
  run('node', [...commandArguments, ...rest]);
}

function run(command, commandArguments) {
  const { status, signal, error } = spawnSync(command, commandArguments, {
    cwd: root,
    env: process.env,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (error) fail(`cannot run ${command}: ${error.message}`);
  if (status !== 0) process.exit(signal ? 1 : status);
}

function fail(message) {
  console.error(`dev: ${message}`);
  process.exit(1);
}
