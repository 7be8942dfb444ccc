import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/** A Restate server in a process of its own. */
export interface RestateServer {
  /** Where clients call services. */
  readonly ingressUrl: string;
  /** Where workers are registered. */
  readonly adminUrl: string;
  readonly pid: number;
  /** Kills the process, with nothing it could do about it (SIGKILL), and waits until it is gone. */
  kill(): Promise<void>;
}

/** Where a server listens; the same after a restart, because clients and workers keep what they were told. */
export interface RestatePorts {
  readonly ingress: number;
  readonly admin: number;
  readonly node: number;
}

const POLL_MS = 50;
const START_LIMIT_MS = 60_000;

/** Three ports nobody listens on now. */
export async function freePorts(): Promise<RestatePorts> {
  const servers = await Promise.all(
    [1, 2, 3].map(async () => {
      const server = createServer().listen(0, '127.0.0.1');
      await once(server, 'listening');
      return server;
    }),
  );
  const [ingress = 0, admin = 0, node = 0] = servers.map((server) => {
    const address = server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  });
  for (const server of servers) server.close();
  return { ingress, admin, node };
}

/** What to start, and where. */
export interface RestateServerStart {
  /** The executable, of `@restatedev/restate-server-<platform>-<processor>`: the package's own starter makes a child of a child. */
  readonly executable: string;
  /** Where it keeps its data; it goes on from what is there. */
  readonly folder: string;
  readonly ports: RestatePorts;
}

/** Starts a server on the loopback interface, and waits until it answers. */
export async function startRestateServer({ executable, folder, ports }: RestateServerStart): Promise<RestateServer> {
  const child = spawn(executable, ['--no-logo'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      RESTATE_BASE_DIR: folder,
      RESTATE_LISTEN_MODE: 'tcp',
      RESTATE_BIND_IP: '127.0.0.1',
      RESTATE_BIND_PORT: String(ports.node),
      RESTATE_INGRESS__BIND_PORT: String(ports.ingress),
      RESTATE_ADMIN__BIND_PORT: String(ports.admin),
      RESTATE_NODE_NAME: 'sample',
      // waiting for the default of two gigabytes would be rude on a laptop
      RESTATE_ROCKSDB_TOTAL_MEMORY_SIZE: '256.0 MiB',
    },
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      printed = (printed + String(chunk)).slice(-4_000);
    });
  }
  const killWithThis = (): void => void child.kill('SIGKILL');
  process.once('exit', killWithThis);
  const exited = once(child, 'exit').then(() => process.off('exit', killWithThis));
  const server: RestateServer = {
    ingressUrl: `http://127.0.0.1:${ports.ingress}`,
    adminUrl: `http://127.0.0.1:${ports.admin}`,
    pid: child.pid ?? 0,
    kill: async () => {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
      await exited;
    },
  };
  const deadlineMs = performance.now() + START_LIMIT_MS;
  while (!((await answers(`${server.adminUrl}/health`)) && (await answers(`${server.ingressUrl}/restate/health`)))) {
    if (child.exitCode !== null || performance.now() > deadlineMs) {
      await server.kill();
      throw new Error(`The Restate server did not start. It printed:\n${printed}`);
    }
    await delay(POLL_MS);
  }
  return server;
}

async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url);
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
}
