import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));
const started = new Set<ChildProcess>();

/** A command line in a process of its own. */
export interface SpawnedCli {
  /** How it ended, and all that it said to people. */
  readonly ended: Promise<{ readonly code: number | null; readonly err: string }>;
  /** Reads on to a line of output that matches. @throws when there is none. */
  lineWith(wanted: RegExp): Promise<string>;
  /** Reads on to a line for people that matches. @throws when there is none. */
  errorWith(wanted: RegExp): Promise<string>;
  signal(name: NodeJS.Signals): void;
  /** Reads no more of its output. */
  closeOutput(): void;
}

/** Starts the program. It is killed by {@link killSpawned}. */
export function spawnCli(folder: string, ...args: readonly string[]): SpawnedCli {
  const child = spawn(process.execPath, ['--conditions=@perdura/source', main, ...args], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  started.add(child);
  let err = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    err += chunk;
  });
  const ended = once(child, 'close').then(([code]) => {
    started.delete(child);
    return { code: code as number | null, err };
  });
  const nextOf = (stream: Readable) => {
    const lines = createInterface({ input: stream })[Symbol.asyncIterator]();
    return async (wanted: RegExp): Promise<string> => {
      for (;;) {
        const { value, done } = await lines.next();
        if (done) throw new Error(`There was no line with ${wanted}: ${(await ended).err}`);
        if (wanted.test(value)) return value;
      }
    };
  };
  return {
    ended,
    lineWith: nextOf(child.stdout),
    errorWith: nextOf(child.stderr),
    signal: (name) => child.kill(name),
    closeOutput: () => child.stdout.destroy(),
  };
}

/** Kills what is still running. */
export function killSpawned(): void {
  for (const child of started) child.kill('SIGKILL');
}
