import { Agent, type Dispatcher } from 'undici';
import { checkOptions } from '../options/check-options.ts';
import { defaults } from '../options/defaults.ts';
import { integerField, type OptionFields } from '../options/option-field.ts';
import { type Transport, type TransportRequest, type TransportResponse, transportFailure } from './transport.ts';

/** Options of {@link undiciTransport}. */
export interface UndiciTransportOptions {
  /** Longest wait for a connection, in milliseconds, 100 to 60000. (default `5000`) */
  readonly connectTimeoutMs?: number | undefined;
  /** Most connections per region, 1 to 65535. (default: no limit) */
  readonly maxConnectionsPerEndpoint?: number | undefined;
  /** How long an idle connection stays open, in milliseconds, 1000 to 600000. (default `60000`) */
  readonly keepAliveTimeoutMs?: number | undefined;
  /** Certificate authorities to trust instead of the system's, PEM. */
  readonly ca?: string | readonly string[] | undefined;
}

const fields: Readonly<Record<keyof UndiciTransportOptions, OptionFields[string]>> = {
  connectTimeoutMs: integerField(100, 60_000),
  maxConnectionsPerEndpoint: integerField(1, 65_535),
  keepAliveTimeoutMs: integerField(1_000, 600_000),
  ca: { problem: (value) => (isText(value) ? undefined : 'must be PEM text, or an array of it') },
};

/**
 * Sends requests through a pool of HTTP/1.1 connections for each endpoint; the default under Node.
 *
 * The proxy variables of the environment are not looked at.
 *
 * @throws {TypeError} for unknown options and values out of bounds.
 * @see https://undici.nodejs.org/
 */
export function undiciTransport(options: UndiciTransportOptions = {}): Transport {
  checkOptions('undici transport options', options, fields);
  const { ca } = options;
  const agent = new Agent({
    allowH2: false,
    keepAliveTimeout: options.keepAliveTimeoutMs ?? defaults.keepAliveTimeoutMs,
    connections: options.maxConnectionsPerEndpoint ?? null,
    connect: {
      timeout: options.connectTimeoutMs ?? defaults.connectTimeoutMs,
      ...(ca === undefined ? {} : { ca: typeof ca === 'string' ? ca : [...ca] }),
    },
  });
  return {
    send: (request) => send(agent, request),
    close: () => agent.destroy(),
  };
}

async function send(agent: Agent, request: TransportRequest): Promise<TransportResponse> {
  const { url, timeoutMs = 0 } = request;
  const pathStart = url.indexOf('/', url.indexOf('//') + 2);
  const { statusCode, headers, body } = await agent.request({
    origin: pathStart === -1 ? url : url.slice(0, pathStart),
    path: pathStart === -1 ? '/' : url.slice(pathStart),
    method: request.method as Dispatcher.HttpMethod,
    headers: request.headers,
    body: request.body ?? null,
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    ...(request.signal === undefined ? {} : { signal: request.signal }),
  });
  try {
    return { status: statusCode, headers: singleValues(headers), body: await body.bytes() };
  } catch (error) {
    throw transportFailure('The answer broke off', 'sent', error);
  }
}

/** Headers with one value each. Only `set-cookie` ever comes as a list, so mostly the record is passed on as it is. */
function singleValues(headers: Record<string, string | string[] | undefined>): Readonly<Record<string, string>> {
  for (const name in headers) {
    const value = headers[name];
    if (typeof value !== 'string') headers[name] = value?.join(', ') ?? '';
  }
  return headers as Record<string, string>;
}

function isText(value: unknown): boolean {
  return typeof value === 'string' || (Array.isArray(value) && value.every((entry) => typeof entry === 'string'));
}
