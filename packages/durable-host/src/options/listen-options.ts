/** Where to listen. */
export interface ListenOptions {
  /** Port; `0` takes any that is free. (default 7071, that of the Azure Functions Core Tools) */
  readonly port?: number | undefined;
  /** Address or name of the interface; `'0.0.0.0'` is all of them. (default `'127.0.0.1'`, this machine only) */
  readonly host?: string | undefined;
}

/**
 * Checks the options and applies the defaults.
 *
 * @throws {TypeError} naming the option that is unknown or malformed.
 */
export function checkListenOptions(options: ListenOptions): { readonly port: number; readonly host: string } {
  if (typeof options !== 'object' || options === null) throw new TypeError('listen: options must be an object.');
  const { port = 7071, host = '127.0.0.1', ...rest } = options;
  const [unknown] = Object.keys(rest);
  if (unknown !== undefined) throw new TypeError(`listen: unknown option '${unknown}'. Known options: port, host.`);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new TypeError(`listen: port must be a whole number from 0 to 65535, got ${String(port)}.`);
  }
  if (typeof host !== 'string' || host.trim() === '') throw new TypeError('listen: host must be a name or an address.');
  return { port, host };
}
