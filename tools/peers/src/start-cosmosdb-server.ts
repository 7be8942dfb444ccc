import { fileURLToPath } from 'node:url';
import { startServerProcess } from './start-server-process.ts';

/** How to start the Cosmos DB server of Vercel. */
export interface StartCosmosDbServerOptions {
  /** How long it may take to get ready, in milliseconds. (default `30_000`) */
  readonly startTimeoutMs?: number;
}

/** A running `@vercel/cosmosdb-server`, empty at its start, in memory only. */
export interface CosmosDbServer {
  /** Its URL, such as `http://127.0.0.1:41234/`. It has one region, and its account document names another host. */
  readonly endpoint: string;
  /** The key every Cosmos DB emulator has: public, worth nothing outside one. The server does not check signatures. */
  readonly key: string;
  /** Its process id. */
  readonly pid: number;
  /** Ends the process, and its data with it, and waits until it is gone. May be called again. */
  close(): Promise<void>;
}

// https://learn.microsoft.com/azure/cosmos-db/emulator#authentication
const EMULATOR_KEY = 'C2y6yDjf5/R+ob0N8A7Cgv30VRDJIWEHLM+4QDU5DE2nQ9nDuVTqobD4b8mGGyPMbIZnqyMsEcaGQy67XIw/Jw==';

/**
 * Starts Vercel's in-memory Cosmos DB server over HTTP on a free loopback port. It ends with this process even if nobody calls `close()`.
 *
 * @throws {Error} with what it printed, when it is not ready in time or ends before that.
 */
export async function startCosmosDbServer(options: StartCosmosDbServerOptions = {}): Promise<CosmosDbServer> {
  const { port, pid, close } = await startServerProcess({
    name: 'cosmosdb-server',
    command: [fileURLToPath(new URL('./serve-cosmosdb-server.mjs', import.meta.url))],
    readyLine: /cosmosdb-server listens/,
    startTimeoutMs: options.startTimeoutMs ?? 30_000,
  });
  return { endpoint: `http://127.0.0.1:${port}/`, key: EMULATOR_KEY, pid, close };
}
