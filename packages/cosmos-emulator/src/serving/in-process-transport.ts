import type { LocateRegion } from '../account/account-document.ts';
import type { Region } from '../account/region.ts';
import { noBody } from '../requests/wire-request.ts';
import { connectionError } from './connection-error.ts';
import type { Emulation } from './emulation.ts';
import { serveRequest } from './serve-request.ts';
import { wait } from './wait.ts';

/** A request to the emulator without a network. */
export interface EmulatorRequest {
  /** HTTP method, such as `GET`. */
  readonly method: string;
  /** Absolute URL; its host chooses the region. */
  readonly url: string;
  /** Headers; names in any case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Body. (default none) */
  readonly body?: Uint8Array | undefined;
  /** Gives up when aborted before the request is served. */
  readonly signal?: AbortSignal | undefined;
}

/** What came back. */
export interface EmulatorResponse {
  /** HTTP status. */
  readonly status: number;
  /** Headers by lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  /** Body; empty when there is none. */
  readonly body: Uint8Array;
}

/** Sends requests to the account in the same process: a drop-in for a client's HTTP transport. */
export interface EmulatorTransport {
  /**
   * Sends one request.
   *
   * @throws an `Error` with Node's `code` when the connection fails: `ENOTFOUND` for a host that is not this account's,
   * `ECONNREFUSED` and `ECONNRESET` when the region was told to fail so, or the account is closed; the signal's reason when aborted.
   */
  send(request: EmulatorRequest): Promise<EmulatorResponse>;
}

/** Host of the account as a whole, which is the write region. */
export function accountHost(accountName: string): string {
  return `${accountName}.emulator.invalid`;
}

/** Host of one region. The domain is reserved and never resolves, so a request that strays onto the network fails. */
function regionHost(accountName: string, { key }: Region): string {
  return `${accountName}-${key}.emulator.invalid`;
}

/** The transport of one account. */
export function createInProcessTransport(emulation: Emulation): EmulatorTransport {
  const { store } = emulation;
  const { accountName } = store.options;
  const wholeAccount = accountHost(accountName);
  const regionPrefix = `${accountName}-`;
  const regionSuffix = wholeAccount.slice(accountName.length);
  const findRegion = (host: string): Region | undefined => {
    const { regions, known } = store.topology;
    if (host === wholeAccount) return regions[0];
    if (!host.startsWith(regionPrefix) || !host.endsWith(regionSuffix)) return undefined;
    return known.get(host.slice(regionPrefix.length, -regionSuffix.length));
  };
  const locate: LocateRegion = (region) => `https://${regionHost(accountName, region)}/`;

  return {
    send: async (request) => {
      request.signal?.throwIfAborted();
      const { host, path } = splitUrl(request.url);
      const region = findRegion(host);
      if (region === undefined) throw connectionError('ENOTFOUND', host);
      const { method, body = noBody } = request;
      const headers = lowerCaseNames(request.headers);
      let served = serveRequest(emulation, region, { method: method.toUpperCase(), path, headers, body }, locate);
      const { signal: closing } = emulation.closing;
      while (served.kind === 'delayed' || served.kind === 'unanswered' || served.kind === 'pending') {
        if (served.kind === 'pending') {
          served = await served.served;
          request.signal?.throwIfAborted();
          continue;
        }
        const delayMs = served.kind === 'delayed' ? served.delayMs : undefined;
        await wait(delayMs, [request.signal, closing]).catch((error: unknown) => {
          throw closing.aborted ? connectionError('ECONNRESET', host) : error;
        });
        if (served.kind === 'delayed') served = served.serve();
      }
      if (served.kind === 'disconnected') throw connectionError(served.code, `${host}:443`);
      return served.response;
    },
  };
}

/** Host and path; by number, as naming them costs more than finding them. */
const absoluteUrl = /^https?:\/\/([^/:?#]+)(?::\d+)?([^?#]*)/i;

/** Takes a URL apart without changing the path, which `URL` would: it resolves dots and encodes anew. */
function splitUrl(url: string): { readonly host: string; readonly path: string } {
  const [, host, path] = absoluteUrl.exec(url) ?? [];
  if (host === undefined || path === undefined)
    throw new TypeError(`The URL of a request must be absolute, not ${url}.`);
  return { host: host.toLowerCase(), path };
}

function lowerCaseNames(headers: Readonly<Record<string, string>>): Record<string, string> {
  const result: Record<string, string> = {};
  for (const name of Object.keys(headers)) {
    const value = headers[name];
    if (value !== undefined) result[name.toLowerCase()] = value;
  }
  return result;
}
