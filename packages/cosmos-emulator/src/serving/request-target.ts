/** Where a request came to. */
export interface RequestTarget {
  /** Path as sent, without the query string. */
  readonly path: string;
  /** Host name that the client used, without the port; brackets stay. */
  readonly hostName: string;
}

/**
 * Reads the target of a request line and the host.
 *
 * A target in absolute form, as proxies get it, names the host itself.
 *
 * @returns `undefined` when the host is missing or no host at all.
 * @see https://www.rfc-editor.org/rfc/rfc9112#section-3.2
 */
export function readRequestTarget(target: string, hostHeader: string | undefined): RequestTarget | undefined {
  const { authority = hostHeader, rest = target } =
    /^https?:\/\/(?<authority>[^/?#]*)(?<rest>.*)$/i.exec(target)?.groups ?? {};
  const hostName = authority?.replace(/:\d*$/, '');
  if (hostName === undefined || !/^(?:\[[0-9a-f:.]+\]|[a-z0-9._-]+)$/i.test(hostName)) return undefined;
  const path = rest.split(/[?#]/, 1)[0] || '/';
  return { path, hostName };
}
