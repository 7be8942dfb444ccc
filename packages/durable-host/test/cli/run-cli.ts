import type { CliContext } from '../../src/cli/cli-context.ts';
import { runCommandLine } from '../../src/cli/run-command-line.ts';

/** How a command line ended, and what it wrote. */
export interface CliRun {
  readonly code: number;
  /** Its output. */
  readonly out: string;
  /** What it said to people. */
  readonly err: string;
}

/** Runs a command line in this process. */
export async function runCli(args: readonly string[], context: Partial<CliContext> = {}): Promise<CliRun> {
  const out: string[] = [];
  const err: string[] = [];
  const code = await runCommandLine(args, {
    print: (line) => out.push(line),
    log: (line) => err.push(line),
    environment: {},
    program: '/',
    folder: '/',
    nowMs: () => Date.UTC(2026, 0, 1),
    readInput: async () => '',
    untilStopped: () => new Promise(() => undefined),
    ...context,
  });
  return { code, out: out.join('\n'), err: err.join('\n') };
}
