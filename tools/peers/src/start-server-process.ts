import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** What to run and how to tell that it is ready. */
export interface ServerScript {
  /** What the server is called in error messages. */
  readonly name: string;
  /** The script, as an absolute path, and its arguments. It should be told to listen on port 0. */
  readonly command: readonly [script: string, ...args: string[]];
  /** Environment variables beside this process's own. (default: none) */
  readonly environment?: Readonly<Record<string, string>>;
  /** The line of its standard output that says it serves requests. */
  readonly readyLine: RegExp;
  /** How long it may take from its start to that line, in milliseconds. */
  readonly startTimeoutMs: number;
  /** Receives every line of its standard output, from its start to its end. (default: nobody) */
  readonly onLine?: (line: string) => void;
}

/** A server in a process of its own. */
export interface ServerProcess {
  /** The port it listens on. */
  readonly port: number;
  /** Its process id. */
  readonly pid: number;
  /** What `readyLine` found: the text and its groups. */
  readonly readyMatch: RegExpExecArray;
  /** Ends the process and waits until it is gone. Calling it again waits for the same end. */
  close(): Promise<void>;
}

const REPORT_TO_PARENT = fileURLToPath(new URL('./report-to-parent.ts', import.meta.url));
/** How much of a server's output an error repeats: its last characters. */
const KEPT_OUTPUT = 4000;

/**
 * Runs a Node script as a server, waits until it listens and says so, and ends it again.
 *
 * Owns exactly one child process:
 * 1. A start that fails, for whatever reason, leaves no process behind.
 * 2. The child ends with this process, even when this process is killed (see report-to-parent.ts).
 * 3. A ready child does not keep this process alive: a test that forgets `close()` still ends.
 *
 * @throws {Error} naming the server, with the last of what it printed, when it ends or stays silent before it is ready.
 */
export async function startServerProcess(server: ServerScript): Promise<ServerProcess> {
  const child = spawn(
    process.execPath,
    ['--import', REPORT_TO_PARENT, '--disable-warning=ExperimentalWarning', ...server.command],
    { stdio: ['ignore', 'pipe', 'pipe', 'ipc'], env: { ...process.env, ...server.environment, NODE_OPTIONS: '' } },
  );
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve()); // could not be spawned: there is nothing to wait for
  });
  const close = async (): Promise<void> => {
    // These servers keep their data in memory: there is nothing they could save on a gentler signal.
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
    child.ref();
    await exited;
  };
  try {
    const ready = await untilReady(child, server);
    letParentEnd(child);
    return { ...ready, pid: child.pid ?? 0, close };
  } catch (error) {
    await close();
    throw error;
  }
}

type Ready = Pick<ServerProcess, 'port' | 'readyMatch'>;

async function untilReady(child: ChildProcess, server: ServerScript): Promise<Ready> {
  const ready = Promise.withResolvers<Ready>();
  let output = '';
  let port: number | undefined;

  const fail = (what: string, cause?: unknown): void => {
    const printed = output.trim() === '' ? 'It printed nothing.' : `It printed:\n${output.trim()}`;
    ready.reject(new Error(`${server.name} ${what}. ${printed}`, { cause }));
  };
  const look = (): void => {
    const readyMatch = server.readyLine.exec(output);
    if (port !== undefined && readyMatch !== null) ready.resolve({ port, readyMatch });
  };
  // Both streams are read to the end of the child's life: a full pipe would stop the server.
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output = (output + text).slice(-KEPT_OUTPUT);
      look();
    });
  }
  const { onLine } = server;
  if (onLine !== undefined && child.stdout !== null) createInterface(child.stdout).on('line', onLine);
  child.on('message', (message: { listeningPort?: number }) => {
    port ??= message.listeningPort;
    look();
  });
  child.once('error', (error) => fail('could not be started', error));
  // 'close', not 'exit': only then has everything it printed arrived.
  child.once('close', (code, signal) => fail(`ended before it was ready (${signal ?? `exit code ${code}`})`));

  const { startTimeoutMs } = server;
  const deadline = setTimeout(() => fail(`was not ready within ${startTimeoutMs} ms of its start`), startTimeoutMs);
  try {
    return await ready.promise;
  } finally {
    clearTimeout(deadline);
  }
}

function letParentEnd(child: ChildProcess): void {
  child.unref();
  child.channel?.unref();
  for (const stream of [child.stdout, child.stderr]) {
    if (stream !== null && 'unref' in stream && typeof stream.unref === 'function') stream.unref();
  }
}
