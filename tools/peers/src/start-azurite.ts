import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { startServerProcess } from './start-server-process.ts';

/** How to start Azurite. */
export interface StartAzuriteOptions {
  /** How long it may take to get ready, in milliseconds. (default `30_000`; on an idle machine it takes about 500) */
  readonly startTimeoutMs?: number;
}

/** A running Azurite table service, empty at its start, in memory only. */
export interface Azurite {
  /** The account every Azurite has. */
  readonly accountName: string;
  /** That account's key: public, the same everywhere, worth nothing outside an emulator. */
  readonly accountKey: string;
  /** Base URL of the table service, such as `http://127.0.0.1:41234/devstoreaccount1`. */
  readonly tableEndpoint: string;
  /** All of the above as a storage connection string. Clients want `allowInsecureConnection: true` beside it: it is plain HTTP. */
  readonly connectionString: string;
  /** The loopback port the operating system chose for it. */
  readonly port: number;
  /** Its process id. */
  readonly pid: number;
  /** Ends the process, and its data with it, and waits until it is gone. May be called again. */
  close(): Promise<void>;
}

// https://learn.microsoft.com/azure/storage/common/storage-use-azurite#well-known-storage-account-and-key
const ACCOUNT_NAME = 'devstoreaccount1';
const ACCOUNT_KEY = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';

/**
 * Starts Microsoft's storage emulator, table service only, on a free loopback port.
 *
 * It ends with this process even if nobody calls `close()`.
 *
 * @throws {Error} with what it printed, when it is not ready in time or ends before that.
 */
export async function startAzurite(options: StartAzuriteOptions = {}): Promise<Azurite> {
  const { port, pid, close } = await startServerProcess({
    name: 'Azurite',
    command: [
      azuriteTableScript(),
      '--inMemoryPersistence',
      '--silent', // no access log
      '--disableTelemetry',
      '--skipApiVersionCheck', // clients may be newer than it
      '--disableProductStyleUrl', // the account is in the path, never in the host name
      '--tableHost',
      '127.0.0.1',
      '--tablePort',
      '0',
    ],
    readyLine: /Azurite Table service successfully started/,
    startTimeoutMs: options.startTimeoutMs ?? 30_000,
  });
  const tableEndpoint = `http://127.0.0.1:${port}/${ACCOUNT_NAME}`;
  return {
    port,
    pid,
    close,
    accountName: ACCOUNT_NAME,
    accountKey: ACCOUNT_KEY,
    tableEndpoint,
    connectionString:
      `DefaultEndpointsProtocol=http;AccountName=${ACCOUNT_NAME};` +
      `AccountKey=${ACCOUNT_KEY};TableEndpoint=${tableEndpoint};`,
  };
}

function azuriteTableScript(): string {
  const require = createRequire(import.meta.url);
  const manifestFile = require.resolve('azurite/package.json');
  const manifest = JSON.parse(readFileSync(manifestFile, 'utf8')) as { bin?: Record<string, string> };
  const script = manifest.bin?.['azurite-table'];
  if (script === undefined) throw new Error(`${manifestFile} names no azurite-table command.`);
  return join(dirname(manifestFile), script);
}
