import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';

/** Starts a module of a bench as a process of its own, with garbage collection at its disposal. It ends with this one. */
export function startChild(file: URL, parameters: readonly string[], stdout: 'pipe' | 'inherit'): ChildProcess {
  const flags = ['--conditions=@perdura/source', '--expose-gc', '--disable-warning=ExperimentalWarning'];
  // For a look inside: BENCH_FLAGS="--cpu-prof --cpu-prof-dir=profiles".
  const more = process.env.BENCH_FLAGS?.split(' ') ?? [];
  return fork(file, parameters, { execArgv: [...flags, ...more], stdio: ['ignore', stdout, 'inherit', 'ipc'] });
}

/** The next message of a child. @throws {Error} when it ends instead. */
export async function nextMessage<T>(child: ChildProcess): Promise<T> {
  const waiting = new AbortController();
  const { signal } = waiting;
  try {
    const ended = once(child, 'exit', { signal }).then(([code]) => {
      throw new Error(`A process of the bench ended with ${code}.`);
    });
    const [message] = await Promise.race([once(child, 'message', { signal }), ended]);
    return message as T;
  } finally {
    waiting.abort();
  }
}
