import type { Region } from '../account/region.ts';
import { regionsWithData } from '../account/topology.ts';
import { EmulatorError } from '../errors/emulator-error.ts';
import { isUnreachable } from '../faults/fault.ts';
import { createTlsIdentity, type MadeTlsIdentity } from './create-tls-identity.ts';
import type { Emulation } from './emulation.ts';
import { type ListenOptions, resolveListenOptions, type TlsIdentity } from './listen-options.ts';
import { openRegionListener, type RegionListener } from './region-listener.ts';
import { refuseUnserved, serveRequest } from './serve-request.ts';

/** The account over HTTP or HTTPS: one port for every region. */
export interface EmulatorServer {
  /** URL of the region that was the write region when the server was opened: what a client is configured with. */
  readonly endpoint: string;
  /** URL of every region by name as the account is now, the write region first. */
  readonly regions: Readonly<Record<string, string>>;
  /** What clients of a server with TLS have to trust, PEM; `undefined` without TLS. */
  readonly certificatePem?: string;
  /** Frees the ports, answers requests that have arrived (for a second at most) and ends every connection; does nothing the second time. */
  close(): Promise<void>;
}

/** A server that follows the account. */
export interface ManagedServer extends EmulatorServer {
  /** Opens a port for a region, unless it has one. */
  openRegion(region: Region): Promise<void>;
  /** Shuts the ports of regions that are unreachable, and opens the others. */
  followFaults(): Promise<void>;
}

/**
 * Opens the ports of all regions.
 *
 * @throws {TypeError} for an unknown option, a port out of range, a host that others can reach without leave, or a wrong certificate.
 * @throws {EmulatorError} `port-unavailable`; ports that were already open are closed again. `closed`.
 */
export async function listen(emulation: Emulation, options: ListenOptions = {}): Promise<ManagedServer> {
  const { store } = emulation;
  const { port, host, tls } = resolveListenOptions(options, store.topology.regions.length);
  refuseIfClosed(emulation);
  const identity = await resolveIdentity(tls, host);

  const scheme = identity === undefined ? 'http' : 'https';
  const listeners = new Map<string, RegionListener>();
  const locateOn = (hostName: string) => (region: Region) =>
    `${scheme}://${hostName}:${listeners.get(region.key)?.port}/`;
  const closeAll = async (): Promise<void> => {
    await Promise.all([...listeners.values()].map((listener) => listener.close()));
  };
  // One port for a region, however often and at whatever time it is asked for.
  const openings = new Map<string, Promise<void>>();
  const openListener = async (region: Region): Promise<void> => {
    const { key } = region;
    const listener = await openRegionListener({
      host,
      port: port === 0 ? 0 : port + openings.size,
      tls: identity,
      requests: {
        serve: (request, hostName) =>
          serveRequest(emulation, store.topology.known.get(key) ?? region, request, locateOn(hostName)),
        refuse: (refusal) => refuseUnserved(emulation, refusal),
      },
    });
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
  const locate = locateOn(hostToConnectTo(host));
  return {
    ...(identity && { certificatePem: identity.authority }),
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

/** The certificate to serve with, and what clients have to trust: one of the user's own vouches for itself. */
async function resolveIdentity(tls: boolean | TlsIdentity, host: string): Promise<MadeTlsIdentity | undefined> {
  if (tls === true) return createTlsIdentity(host, Date.now());
  return tls === false ? undefined : { ...tls, authority: tls.cert };
}

/** The host part of URLs; one that listens everywhere is reached by loopback from here. */
function hostToConnectTo(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}
