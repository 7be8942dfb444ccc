#!/usr/bin/env node
import { text } from 'node:stream/consumers';
import { quietWarnings } from './quiet-warnings.ts';

quietWarnings(process);
// Whoever reads the output may stop early, as head does.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

// Not before warnings are quiet: it loads SQLite.
const { runCommandLine } = await import('./run-command-line.ts');
const exitCode = await runCommandLine(process.argv.slice(2), {
  print: (line) => {
    process.stdout.write(`${line}\n`);
  },
  log: (line) => {
    process.stderr.write(`${line}\n`);
  },
  environment: process.env,
  program: import.meta.filename,
  folder: process.cwd(),
  nowMs: Date.now,
  readInput: () => text(process.stdin),
  untilStopped: nextSignal,
});
// Once everything is written, and whatever functions of users have left open.
process.stdout.write('', () => process.exit(exitCode));

/** The first signal ends in order; the second one ends the process, as nobody waits for it then. */
function nextSignal(): Promise<void> {
  return new Promise((resolve) => {
    const stop = (): void => {
      process.off('SIGINT', stop).off('SIGTERM', stop);
      resolve();
    };
    process.on('SIGINT', stop).on('SIGTERM', stop);
  });
}
