import { isIP } from 'node:net';
import { createSecureContext } from 'node:tls';
import { refuseUnknownOptions } from '../options/refuse-unknown-options.ts';

/** What `account.listen` takes. */
export interface ListenOptions {
  /** Port of the first region; the others get the ports that follow. `0` gives every region any free port. (default `0`) */
  readonly port?: number;
  /** Name or address to listen on; `127.0.0.1`, `::1` or `localhost` unless `allowNonLoopback` is set. (default `'127.0.0.1'`) */
  readonly host?: string;
  /**
   * Lets others than this machine connect. The emulator's key is public: whoever reaches the port can read, change and
   * delete everything. (default `false`)
   */
  readonly allowNonLoopback?: boolean;
  /** Serves HTTPS: `true` with a certificate that is made now and lasts 30 days, or with one of your own. (default `false`) */
  readonly tls?: boolean | TlsIdentity;
}

/** A certificate and its private key. */
export interface TlsIdentity {
  /** Private key, PEM. */
  readonly key: string;
  /** Certificate, PEM; with the certificates it is signed by, if clients need them. */
  readonly cert: string;
}

/** The options with every default applied. */
export type ResolvedListenOptions = Required<ListenOptions>;

const optionNames = new Set<keyof ListenOptions>(['port', 'host', 'allowNonLoopback', 'tls']);
const loopbackHosts: readonly string[] = ['127.0.0.1', '::1', 'localhost'];

/**
 * Checks the options and applies the defaults.
 *
 * @throws {TypeError} for an unknown option, a port out of range, a host that others can reach without leave, or a
 * certificate that does not go with its key.
 */
export function resolveListenOptions(options: ListenOptions, regionCount: number): ResolvedListenOptions {
  refuseUnknownOptions('listen', options, optionNames);
  const { port = 0, host = '127.0.0.1', allowNonLoopback = false, tls = false } = options;
  const lastPort = port === 0 ? 0 : port + regionCount - 1;
  if (!Number.isInteger(port) || port < 0 || lastPort > 65_535) {
    throw new TypeError(`port must be an integer from 0 on, and leave room for ${regionCount} regions below 65536.`);
  }
  if (typeof allowNonLoopback !== 'boolean') throw new TypeError('allowNonLoopback must be true or false.');
  if (typeof host !== 'string' || (isIP(host) === 0 && !/^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$/.test(host))) {
    throw new TypeError('host must be a name or an IP address to listen on, without brackets.');
  }
  if (!allowNonLoopback && !loopbackHosts.includes(host)) {
    throw new TypeError(
      'host must be 127.0.0.1, ::1 or localhost: the key is public, so others could change everything. Set allowNonLoopback (--allow-non-loopback) to listen all the same.',
    );
  }
  requireTls(tls);
  return { port, host, allowNonLoopback, tls };
}

function requireTls(tls: boolean | TlsIdentity): void {
  if (typeof tls === 'boolean') return;
  refuseUnknownOptions('tls', tls, new Set<keyof TlsIdentity>(['key', 'cert']));
  const { key, cert } = tls;
  if (typeof key !== 'string' || typeof cert !== 'string') {
    throw new TypeError('tls must be true, false, or { key, cert } in PEM.');
  }
  try {
    createSecureContext({ key, cert });
  } catch (cause) {
    throw new TypeError('tls has a key and a certificate that are not PEM, or do not belong together.', { cause });
  }
}
