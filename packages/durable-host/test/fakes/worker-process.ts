import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** A worker in a process of its own. */
export interface WorkerProcess {
  /** Where it is reached. */
  readonly url: string;
  /** Names of the functions it serves. */
  readonly functions: readonly string[];
  /** Every further line it has printed. */
  readonly lines: AsyncIterableIterator<string>;
  /** Resolves when it has ended. */
  readonly exited: Promise<unknown>;
  /** Ends it as it stands. */
  kill(): Promise<void>;
}

/** Starts a program whose first line is `{ url, functions }`. */
export async function startWorkerProcess(program: URL, args: readonly string[]): Promise<WorkerProcess> {
  const child: ChildProcess = spawn(
    process.execPath,
    ['--conditions=@perdura/source', '--disable-warning=ExperimentalWarning', fileURLToPath(program), ...args],
    { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, NODE_OPTIONS: '' } },
  );
  const exited = once(child, 'exit');
  if (child.stdout === null) throw new Error('The worker has no output.');
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const first = await lines.next();
  if (first.done === true) throw new Error('The worker ended before it was listening.');
  const { url, functions } = JSON.parse(first.value) as Pick<WorkerProcess, 'url' | 'functions'>;
  return {
    url,
    functions,
    lines: lines as AsyncIterableIterator<string>,
    exited,
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}
