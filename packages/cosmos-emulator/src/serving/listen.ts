import type { Region } from '../account/region.ts';
import { regionsWithData } from '../account/topology.ts';
import { EmulatorError } from '../errors/emulator-error.ts';
import { isUnreachable } from '../faults/fault.ts';
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
  /** URL of the region that was the write region when the server was opened: what a client is configured with. */
  readonly endpoint: string;
  /** URL of every region by name as the account is now, the write region first. */
  readonly regions: Readonly<Record<string, string>>;
  /** Ends every connection and frees the ports; does nothing the second time. */
  close(): Promise<void>;
}

/** A server that follows the account. */
export interface ManagedServer extends EmulatorServer {
  /** Opens a port for a region, unless it has one. */
  openRegion(region: Region): Promise<void>;
  /** Shuts the ports of regions that are unreachable, and opens the others. */
  followFaults(): Promise<void>;
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
  const { store } = emulation;
  const { port, host } = resolveListenOptions(options, store.topology.regions.length);
  refuseIfClosed(emulation);

  const listeners = new Map<string, RegionListener>();
  const locateOn = (hostName: string) => (region: Region) => `http://${hostName}:${listeners.get(region.key)?.port}/`;
  const closeAll = async (): Promise<void> => {
    await Promise.all([...listeners.values()].map((listener) => listener.shut()));
  };
  // One port for a region, however often and at whatever time it is asked for.
  const openings = new Map<string, Promise<void>>();
  const openListener = async (region: Region): Promise<void> => {
    const { key } = region;
    const listener = await openRegionListener(host, port === 0 ? 0 : port + openings.size, (request, hostName) =>
      serveRequest(emulation, store.topology.known.get(key) ?? region, request, locateOn(hostName)),
    );
    listeners.set(key, listener);
  };
  const openRegion = async (region: Region): Promise<void> => {
    const opening = openings.get(region.key) ?? openListener(region);
    openings.set(region.key, opening);
    try {
      await opening;
    } catch (error) {
      openings.delete(region.key);
      throw error;
    }
  };
  try {
    for (const region of regionsWithData(store.topology)) {
      await openRegion(region);
      refuseIfClosed(emulation);
    }
  } catch (error) {
    await closeAll();
    throw error;
  }
  const locate = locateOn(host.includes(':') ? `[${host}]` : host);
  return {
    endpoint: locate(store.topology.regions[0]),
    get regions() {
      return Object.fromEntries(store.topology.regions.map((region) => [region.name, locate(region)]));
    },
    close: closeAll,
    openRegion,
    followFaults: async () => {
      await Promise.all(
        [...listeners].map(([key, listener]) =>
          isUnreachable(emulation.faults, key) ? listener.shut() : listener.open(),
        ),
      );
    },
  };
}

function refuseIfClosed({ closing }: Emulation): void {
  if (closing.signal.aborted) throw new EmulatorError('closed', 'The account is closed: create another one to listen.');
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
