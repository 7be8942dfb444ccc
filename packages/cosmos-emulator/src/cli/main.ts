#!/usr/bin/env node
import { readFile } from 'node:fs/promises';
import { parseArguments } from './parse-arguments.ts';
import { serveAccount } from './serve-account.ts';
import { usage } from './usage.ts';

/** As most commands do: the command line was wrong, nothing was done. */
const usageExitCode = 2;

const print = (text: string): void => {
  process.stdout.write(`${text}\n`);
};
const log = (text: string): void => {
  process.stderr.write(`${text}\n`);
};

const command = parseArguments(process.argv.slice(2));
switch (command.kind) {
  case 'help':
    print(usage.trimEnd());
    break;
  case 'version':
    print(await readVersion());
    break;
  case 'usage-error':
    refuseUsage(command.message);
    break;
  case 'serve':
    try {
      await serveAccount(command, { print, log, stopped: nextSignal() });
    } catch (error) {
      if (error instanceof TypeError) refuseUsage(error.message);
      else {
        log(`cosmos-emulator: ${error instanceof Error ? error.message : String(error)}`);
        process.exitCode = 1;
      }
    }
}

function refuseUsage(message: string): void {
  log(`cosmos-emulator: ${message}\n\n${usage.trimEnd()}`);
  process.exitCode = usageExitCode;
}

/** The first signal closes in order; the second one ends the process, as nobody waits for it then. */
function nextSignal(): Promise<void> {
  return new Promise((resolve) => {
    const stop = (): void => {
      process.off('SIGINT', stop).off('SIGTERM', stop);
      resolve();
    };
    process.on('SIGINT', stop).on('SIGTERM', stop);
  });
}

async function readVersion(): Promise<string> {
  const text = await readFile(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
