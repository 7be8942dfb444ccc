import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the README of durable-host says the compiler has to be told. */
const compilerOptions = {
  target: 'ES2024',
  module: 'NodeNext',
  types: ['node'],
  strict: true,
  noEmit: true,
  allowImportingTsExtensions: true,
};

/**
 * In an empty folder: writes every template of durable-host, compiles them, runs their tests, and runs what they define.
 *
 * @param folder  Is made.
 * @param tarballs  Path of each packed package by its name.
 * @param run  Runs a command to its end and answers its output.
 */
export async function tryTemplates(folder, tarballs, run) {
  mkdirSync(folder);
  const dependencies = {
    ...Object.fromEntries(
      ['core', 'host'].map((part) => [`@perdura/durable-${part}`, tarballs[`@perdura/durable-${part}`]]),
    ),
    ...Object.fromEntries(['typescript', '@types/node'].map((name) => [name, installedVersion(name)])),
  };
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies, overrides: tarballs }));
  run('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error'], folder);
  const durableHost = (...args) => run('npx', ['durable-host', ...args], folder);

  for (const kind of ['orchestration', 'activity', 'entity']) durableHost('new', kind, `first-${kind}`);
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions }));
  run('npx', ['tsc', '-p', '.'], folder);
  const tested = run('node', ['--test', '--test-reporter=tap'], folder);
  if (!/^# pass 3$/m.test(tested)) throw new Error(`The tests of three templates:\n${tested}`);

  const [module] = readdirSync(folder).filter((name) => /^first-orchestration\.m?ts$/.test(name));
  const status = await runInstance(folder, module, durableHost);
  if (status.runtimeStatus !== 'Completed') throw new Error(`The orchestration is ${JSON.stringify(status)}`);
  console.log(`templates of durable-host: compiled, tested and run on Node ${process.versions.node}`);
}

/** Starts the packed host as a program, and runs an instance of the orchestration in `module`. */
async function runInstance(folder, module, durableHost) {
  const program = join(folder, 'node_modules', '@perdura', 'durable-host', 'dist', 'cli', 'main.js');
  const host = spawn(process.execPath, [program, 'start', module, '--port', '0', '--json'], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const ended = once(host, 'exit').then(([code]) => Promise.reject(new Error(`The host has ended with ${code}`)));
    ended.catch(() => undefined);
    const [line] = await Promise.race([once(host.stdout, 'data'), ended]);
    const { baseUrl } = JSON.parse(line);
    const input = JSON.stringify({ items: ['tea'] });
    return JSON.parse(durableHost('run', 'first_orchestration', input, '--wait', '30s', '--json', '--url', baseUrl));
  } finally {
    host.kill();
  }
}

function installedVersion(name) {
  const manifest = new URL(`../node_modules/${name}/package.json`, import.meta.url);
  return JSON.parse(readFileSync(manifest, 'utf8')).version;
}
