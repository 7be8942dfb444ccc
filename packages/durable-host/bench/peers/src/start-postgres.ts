import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** A PostgreSQL server with an empty database. */
export interface Postgres {
  readonly url: string;
  readonly close: () => Promise<void>;
}

const versions = '/usr/lib/postgresql';

/** Starts the machine's PostgreSQL as it comes, synced commits included; `undefined` where there is none. */
export async function startPostgres(): Promise<Postgres | undefined> {
  const version = existsSync(versions) ? readdirSync(versions).at(-1) : undefined;
  if (version === undefined) return undefined;
  const programs = join(versions, version, 'bin');
  const folder = mkdtempSync(join(tmpdir(), 'perdura-postgres-'));
  const data = join(folder, 'data');
  // PostgreSQL refuses to run as root; Debian's package has a user for it.
  const isRoot = process.getuid?.() === 0;
  const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres']).toString());
  const user = isRoot ? { uid: id('-u'), gid: id('-g') } : undefined;
  if (user !== undefined) chownSync(folder, user.uid, user.gid);
  execFileSync(join(programs, 'initdb'), ['-D', data, '-A', 'trust', '-U', 'bench'], { ...user, stdio: 'ignore' });
  const port = await freePort();
  const settings = ['-p', String(port), '-k', folder, '-c', 'listen_addresses=127.0.0.1', '-c', 'max_connections=200'];
  const server = spawn(join(programs, 'postgres'), ['-D', data, ...settings], { ...user, stdio: 'ignore' });
  const probe = () => {
    try {
      execFileSync(join(programs, 'pg_isready'), ['-h', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' });
      return true;
    } catch {
      return false;
    }
  };
  while (!probe()) {
    if (server.exitCode !== null) throw new Error('PostgreSQL did not start.');
    await delay(50);
  }
  execFileSync(join(programs, 'createdb'), ['-h', '127.0.0.1', '-p', String(port), '-U', 'bench', 'bench']);
  return {
    url: `postgresql://bench@127.0.0.1:${port}/bench`,
    close: async () => {
      server.kill('SIGINT');
      await once(server, 'exit');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address !== null ? address.port : 0;
}
