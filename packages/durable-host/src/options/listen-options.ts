import { checkNames } from './check-names.ts';

/** Where to listen, and to whom. */
export interface ListenOptions {
  /** Port; `0` takes any that is free. (default 7071, that of the Azure Functions Core Tools) */
  readonly port?: number | undefined;
  /** Address or name of the interface; `'0.0.0.0'` is all of them. (default `'127.0.0.1'`, this machine only) */
  readonly host?: string | undefined;
  /**
   * Names, without port, that requests may be addressed to beside `localhost` and the addresses of the loopback interface;
   * others are answered with 403. Looked at only while the host listens on the loopback interface. (default: none)
   */
  readonly allowedHosts?: readonly string[] | undefined;
  /** How long a request may take to arrive with its body, in milliseconds; then it is answered with 408. (default 60,000) */
  readonly requestTimeoutMs?: number | undefined;
  /** Largest head of a request, URL and headers, in bytes; a larger one is answered with 431. (default 16,384, as Node.js) */
  readonly maxHeaderBytes?: number | undefined;
  /** Most connections at a time; further ones are closed. (default 1,000) */
  readonly maxConnections?: number | undefined;
}

/** {@link ListenOptions} with every default applied. */
export type ResolvedListenOptions = { readonly [K in keyof ListenOptions]-?: NonNullable<ListenOptions[K]> };

const optionNames: readonly (keyof ListenOptions)[] = [
  'port',
  'host',
  'allowedHosts',
  'requestTimeoutMs',
  'maxHeaderBytes',
  'maxConnections',
];

/**
 * Checks the options and applies the defaults.
 *
 * @throws {TypeError} naming the option that is unknown or malformed.
 */
export function checkListenOptions(options: ListenOptions): ResolvedListenOptions {
  if (typeof options !== 'object' || options === null) refuse('options must be an object');
  checkNames('listen', options, optionNames);
  const {
    port = 7071,
    host = '127.0.0.1',
    allowedHosts = [],
    requestTimeoutMs = 60_000,
    maxHeaderBytes = 16_384,
    maxConnections = 1_000,
  } = options;
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    refuse(`port must be a whole number from 0 to 65535, got ${String(port)}`);
  }
  if (typeof host !== 'string' || host.trim() === '') refuse('host must be a name or an address');
  if (!Array.isArray(allowedHosts) || !allowedHosts.every(isHostName)) {
    refuse("allowedHosts must be a list of names without port, such as 'hub.example'");
  }
  for (const [name, value] of Object.entries({ requestTimeoutMs, maxHeaderBytes, maxConnections })) {
    if (!Number.isSafeInteger(value) || value < 1) refuse(`${name} must be a whole number above 0`);
  }
  const names = allowedHosts.map((name) => name.toLowerCase());
  return { port, host, allowedHosts: names, requestTimeoutMs, maxHeaderBytes, maxConnections };
}

function isHostName(name: unknown): boolean {
  return (
    typeof name === 'string' && URL.canParse(`http://${name}`) && new URL(`http://${name}`).host === name.toLowerCase()
  );
}

function refuse(problem: string): never {
  throw new TypeError(`listen: ${problem}.`);
}
