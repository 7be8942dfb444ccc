import type { Region } from '../account/region.ts';
import { EmulatorError } from '../errors/emulator-error.ts';
import { refuseUnknownOptions } from '../options/refuse-unknown-options.ts';
import type { Emulation } from './emulation.ts';
import { openRegionListener, type RegionListener } from './region-listener.ts';
import { serveRequest } from './serve-request.ts';

/** What `account.listen` takes. */
export interface ListenOptions {
  /** Port of the first region; the others get the ports that follow. `0` gives every region any free port. (default `0`) */
  readonly port?: number;
  /** Loopback name or address to listen on: the emulator's key is public, so it is not for others. (default `'127.0.0.1'`) */
  readonly host?: '127.0.0.1' | '::1' | 'localhost';
}

/** The account over HTTP: one port for every region. */
export interface EmulatorServer {
  /** URL of the first region, the write region: what a client is configured with. */
  readonly endpoint: string;
  /** URL of every region by name, the write region first. */
  readonly regions: Readonly<Record<string, string>>;
  /** Ends every connection and frees the ports; does nothing the second time. */
  close(): Promise<void>;
}

/** A server with its ports at hand, for failures on demand. */
export interface ManagedServer extends EmulatorServer {
  /** Listeners by region. */
  readonly listeners: ReadonlyMap<Region, RegionListener>;
}

const optionNames = new Set(['port', 'host']);
const loopbackHosts: readonly unknown[] = ['127.0.0.1', '::1', 'localhost'];

/**
 * Opens the ports of all regions.
 *
 * @throws {TypeError} for an unknown option, a port out of range or a host that is not loopback.
 * @throws {EmulatorError} `port-unavailable`; ports that were already open are closed again. `closed`.
 */
export async function listenOnLoopback(emulation: Emulation, options: ListenOptions = {}): Promise<ManagedServer> {
  const { port, host } = resolveListenOptions(options, emulation.store.options.regions.length);
  refuseIfClosed(emulation);

  const listeners = new Map<Region, RegionListener>();
  const locateOn = (hostName: string) => (region: Region) => `http://${hostName}:${listeners.get(region)?.port}/`;
  const closeAll = async (): Promise<void> => {
    await Promise.all([...listeners.values()].map((listener) => listener.shut()));
  };
  try {
    for (const [index, region] of emulation.store.options.regions.entries()) {
      const listener = await openRegionListener(host, port === 0 ? 0 : port + index, (request, hostName) =>
        serveRequest(emulation, region, request, locateOn(hostName)),
      );
      listeners.set(region, listener);
      refuseIfClosed(emulation);
    }
  } catch (error) {
    await closeAll();
    throw error;
  }
  const urlHost = host.includes(':') ? `[${host}]` : host;
  const { regions } = emulation.store.options;
  const locate = locateOn(urlHost);
  return {
    endpoint: locate(regions[0]),
    regions: Object.fromEntries(regions.map((region) => [region.name, locate(region)])),
    close: closeAll,
    listeners,
  };
}

function refuseIfClosed({ isClosed }: Emulation): void {
  if (isClosed) throw new EmulatorError('closed', 'The account is closed: create another one to listen.');
}

function resolveListenOptions(options: ListenOptions, regionCount: number): Required<ListenOptions> {
  refuseUnknownOptions('listen', options, optionNames);
  const { port = 0, host = '127.0.0.1' } = options;
  const lastPort = port === 0 ? 0 : port + regionCount - 1;
  if (!Number.isInteger(port) || port < 0 || lastPort > 65_535) {
    throw new TypeError(`port must be an integer from 0 on, and leave room for ${regionCount} regions below 65536.`);
  }
  if (!loopbackHosts.includes(host)) throw new TypeError('host must be 127.0.0.1, ::1 or localhost.');
  return { port, host };
}
