#!/usr/bin/env node
import { open } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { runCommandLine } from './run-command-line.ts';

// Whoever reads the output may stop early, as head does.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

process.exitCode = await runCommandLine(process.argv.slice(2), {
  print: (text) => {
    process.stdout.write(`${text}\n`);
  },
  log: (line) => {
    process.stderr.write(`${line}\n`);
  },
  readLines,
});

async function* readLines(file: string | undefined): AsyncGenerator<string> {
  if (file !== undefined) yield* (await open(file)).readLines();
  else yield* createInterface({ input: process.stdin });
}
