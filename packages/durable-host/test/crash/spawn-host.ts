import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** A host in a process of its own. */
export interface SpawnedHost {
  /** The address it printed first; rejects when it ends before. */
  readonly baseUrl: Promise<string>;
  /** Resolves when the process has ended. */
  readonly exited: Promise<unknown>;
  /** False once it was killed by {@link SpawnedHost.kill} or has ended. */
  readonly isAlive: () => boolean;
  /** Kills it without warning. */
  kill(): void;
}

/** Runs a script that prints its address and then a line for everything that happens. */
export function spawnHost(script: URL, args: readonly string[], onLine: (line: string) => void): SpawnedHost {
  const child = spawn(
    process.execPath,
    ['--conditions=@perdura/source', '--disable-warning=ExperimentalWarning', fileURLToPath(script), ...args],
    { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, NODE_OPTIONS: '' } },
  );
  const exited = once(child, 'exit');
  const address = Promise.withResolvers<string>();
  let isListening = false;
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (isListening) onLine(line);
    else address.resolve(line);
    isListening = true;
  });
  void exited.then(() => address.reject(new Error('The host ended before it was listening.')));
  return {
    baseUrl: address.promise,
    exited,
    isAlive: () => !child.killed && child.exitCode === null && child.signalCode === null,
    kill: () => {
      child.kill('SIGKILL');
    },
  };
}
