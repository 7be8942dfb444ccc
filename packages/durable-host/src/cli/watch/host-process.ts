import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { isWatchMessage, stopMessage, type WatchMessage } from './watch-message.ts';

/** A host in a process of its own. */
export interface HostProcess {
  /** Resolves to what it ended with: an exit code, or the name of a signal. */
  readonly ended: Promise<number | string>;
  /** Has it end, in order if it can. */
  stop(): Promise<void>;
}

/** Ours: a host that closes needs milliseconds, and its file survives when it is killed. */
const closingTimeMs = 5_000;

/**
 * Starts a host.
 *
 * @param program  The script that runs `args`.
 * @param closingMs  How long it may take to end in order; after that it is killed. (default 5,000)
 */
export function startHostProcess(
  program: string,
  args: readonly string[],
  onMessage: (message: WatchMessage) => void,
  closingMs: number = closingTimeMs,
): HostProcess {
  const child = fork(program, args);
  child.on('message', (message) => {
    if (isWatchMessage(message)) onMessage(message);
  });
  const ended = once(child, 'exit').then(([code, signal]) => (code ?? signal) as number | string);
  return {
    ended,
    stop: async () => {
      const waiting = new AbortController();
      // It may have ended a moment ago.
      if (child.connected) child.send(stopMessage, () => undefined);
      const isLate = delay(closingMs, true, { signal: waiting.signal }).catch(() => false);
      if ((await Promise.race([ended, isLate])) === true) child.kill('SIGKILL');
      await ended;
      waiting.abort();
    },
  };
}
