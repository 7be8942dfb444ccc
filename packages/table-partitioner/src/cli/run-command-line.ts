import { readFile } from 'node:fs/promises';
import { recommendSpread } from '../distribution/recommend-spread.ts';
import { formatReport } from './format-report.ts';
import { parseArguments } from './parse-arguments.ts';
import { reportAsJson } from './report-as-json.ts';
import { tallyKeys } from './tally-keys.ts';
import { usage } from './usage.ts';

/** What a command needs of its process. */
export interface CliContext {
  /** Takes output. */
  readonly print: (text: string) => void;
  /** Takes a line for people. */
  readonly log: (line: string) => void;
  /** The lines of a file, or of standard input when none is named. */
  readonly readLines: (file: string | undefined) => AsyncIterable<string>;
}

/** What the process ends with: 0 it was done, 1 it failed, 2 the command line was wrong, 3 nothing can be recommended. */
export type ExitCode = 0 | 1 | 2 | 3;

/** Carries out a command line, and says on `context.log` what went wrong. Never rejects. */
export async function runCommandLine(args: readonly string[], context: CliContext): Promise<ExitCode> {
  const { print, log, readLines } = context;
  const command = parseArguments(args);
  switch (command.kind) {
    case 'help':
      print(usage.trimEnd());
      return 0;
    case 'version':
      print(await readVersion());
      return 0;
    case 'usage-error':
      log(`table-partitioner: ${command.message.replace(/\.$/, '')}. See table-partitioner --help.`);
      return 2;
    case 'partitions':
      try {
        const { keysFile, spreads, skipInvalid, peakPerSecond, json } = command;
        const tallied = await tallyKeys(readLines(keysFile), spreads, skipInvalid);
        const recommendation = recommendSpread(tallied.spreads, peakPerSecond);
        const report = [tallied, recommendation, peakPerSecond] as const;
        print(json ? JSON.stringify(reportAsJson(...report), null, 2) : formatReport(...report));
        return recommendation.spread === undefined ? 3 : 0;
      } catch (error) {
        log(`table-partitioner: ${error instanceof Error ? error.message : String(error)}`);
        return 1;
      }
  }
}

async function readVersion(): Promise<string> {
  const text = await readFile(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
