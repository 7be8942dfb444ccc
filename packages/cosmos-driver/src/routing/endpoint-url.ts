/** Hosts that are this machine, as the WHATWG URL parser spells them; nobody can listen in between. */
const loopbackHosts = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Whether a host is this machine. @param hostname  As the WHATWG URL parser spells it. */
export function isLoopback(hostname: string): boolean {
  return loopbackHosts.has(hostname);
}

/**
 * Checks the URL of an account or regional endpoint.
 *
 * Requests are signed but not encrypted by themselves, so plain `http://` is accepted only for this machine, or for the
 * host that the environment names as an emulator. Messages repeat scheme and host only: anything else may be a secret.
 *
 * @param what  Whose URL it is, for the message.
 * @param emulatorHost  Value of `AZURE_COSMOS_EMULATOR_HOST`, if set.
 * @returns Scheme, host and port, without a trailing slash.
 * @throws {TypeError} when it is not such a URL, or has a path, query, fragment or user.
 */
export function checkEndpointUrl(what: string, url: unknown, emulatorHost?: string): string {
  if (typeof url !== 'string' || url === '')
    throw new TypeError(`The ${what} must be a URL such as https://x.documents.azure.com:443/.`);
  if (!URL.canParse(url)) {
    throw new TypeError(
      `The ${what} is not a URL such as https://x.documents.azure.com:443/; it may be a connection string.`,
    );
  }
  const { protocol, host, hostname, origin, pathname, search, hash, username, password } = new URL(url);
  const shown = `${protocol}//${host}`;
  if (username !== '' || password !== '') throw new TypeError(`The ${what} must not contain a user or password.`);
  if (protocol !== 'https:' && protocol !== 'http:')
    throw new TypeError(`The ${what} "${shown}" must start with https://.`);
  if (pathname !== '/' || search !== '' || hash !== '') {
    throw new TypeError(`The ${what} "${shown}" must end after its host and port.`);
  }
  if (protocol === 'http:' && !isLoopback(hostname) && hostname !== emulatorHost?.toLowerCase()) {
    throw new TypeError(
      `The ${what} "${shown}" must start with https://; http:// is for localhost, 127.0.0.1, [::1] ` +
        'and the host named by AZURE_COSMOS_EMULATOR_HOST.',
    );
  }
  return origin;
}
