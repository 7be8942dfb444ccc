import { Agent, type Dispatcher } from 'undici';
import { checkOptions } from '../options/check-options.ts';
import { defaults } from '../options/defaults.ts';
import { type UndiciTransportOptions, undiciTransportFields } from '../options/undici-transport-options.ts';
import { type Transport, type TransportRequest, type TransportResponse, transportFailure } from './transport.ts';

/**
 * Sends requests through a pool of HTTP/1.1 connections for each endpoint; the default under Node.
 *
 * The proxy variables of the environment are not looked at.
 *
 * @throws {TypeError} for unknown options and values out of bounds.
 * @see https://undici.nodejs.org/
 */
export function undiciTransport(options: UndiciTransportOptions = {}): Transport {
  checkOptions('undici transport options', options, undiciTransportFields);
  const { ca } = options;
  const agent = new Agent({
    allowH2: false,
    keepAliveTimeout: options.idleConnectionTimeoutMs ?? defaults.idleConnectionTimeoutMs,
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
