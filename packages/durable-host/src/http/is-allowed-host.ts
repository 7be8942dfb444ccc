import { isIPv4 } from 'node:net';

/**
 * Tells whether a `Host` header is one that a server on this machine's own interface is asked by.
 *
 * A page can give its own name an address of this machine (DNS rebinding); to the browser it is then one origin with the
 * server. What gives it away is its name.
 *
 * @param hostHeader  With or without a port; absent only from clients of HTTP/1.0.
 * @param allowedHosts  Further names, without port, in lower case.
 */
export function isAllowedHost(hostHeader: string | undefined, allowedHosts: readonly string[]): boolean {
  const url = `http://${hostHeader ?? ''}`;
  if (hostHeader === undefined || !URL.canParse(url)) return false;
  const { hostname } = new URL(url);
  return isLoopback(hostname) || allowedHosts.includes(hostname);
}

/** Tells whether a name or address, as URLs have it, stands for this machine alone. */
export function isLoopback(hostname: string): boolean {
  const name = hostname.toLowerCase();
  if (name === 'localhost' || name.endsWith('.localhost')) return true;
  return name === '[::1]' || name === '::1' || (isIPv4(name) && name.startsWith('127.'));
}
