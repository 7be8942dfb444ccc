import { fileURLToPath } from 'node:url';
import { startServerProcess } from '@perdura/peers';
import { type TaskHubSettings, writeTaskHubSettings } from './task-hub-settings.ts';

/** A task hub in a process of its own. */
export interface TaskHub {
  /** Where a `DurableClient` finds it. */
  readonly baseUrl: string;
  readonly pid: number;
  /** Kills the process, with nothing it could do about it (SIGKILL), and waits until it is gone. */
  kill(): Promise<void>;
}

const READY = /^task hub at (\S+)/;
const SCRIPT = fileURLToPath(new URL('./task-hub-process.ts', import.meta.url));

/**
 * Starts the process that runs the orders and waits until it answers. It ends with this process.
 *
 * @param log  Receives what its activities log, line by line.
 */
export async function startTaskHub(settings: TaskHubSettings, log: (line: string) => void): Promise<TaskHub> {
  const hub = await startServerProcess({
    name: 'The task hub',
    command: ['--conditions=@perdura/source', SCRIPT],
    environment: writeTaskHubSettings(settings),
    readyLine: READY,
    startTimeoutMs: 30_000,
    onLine: (line) => READY.test(line) || log(line),
  });
  return { baseUrl: hub.readyMatch[1] ?? '', pid: hub.pid, kill: () => hub.close() };
}
