import { Agent, buildConnector, type Dispatcher, EnvHttpProxyAgent, Pool } from 'undici';
import { checkOptions } from '../options/check-options.ts';
import { defaults } from '../options/defaults.ts';
import { type UndiciTransportOptions, undiciTransportFields } from '../options/undici-transport-options.ts';
import { isLoopback } from '../routing/endpoint-url.ts';
import { systemClock } from './clock.ts';
import { createSharedTimer } from './shared-timer.ts';
import { timedExchange } from './timed-exchange.ts';
import type { Transport, TransportRequest, TransportResponse } from './transport.ts';
import { measuredConnector } from './undici-connections.ts';
import { UndiciExchange } from './undici-exchange.ts';

/**
 * Sends requests through a pool of connections for each endpoint; the default under Node. Reads no environment variable
 * unless `proxyAllowed` says so.
 *
 * @throws {TypeError} for unknown options and values out of bounds.
 * @see https://undici.nodejs.org/
 */
export function undiciTransport(options: UndiciTransportOptions = {}): Transport {
  checkOptions('undici transport options', options, undiciTransportFields);
  const direct = directAgent(options);
  const proxied = options.proxyAllowed === true ? proxyAgent(options) : undefined;
  const ports = { clock: systemClock, timer: createSharedTimer(systemClock) };

  return {
    send: (request) =>
      new Promise<TransportResponse>((resolve, reject) => {
        const { signal } = request;
        if (signal?.aborted === true) {
          reject(signal.reason);
          return;
        }
        const exchange = new UndiciExchange(request, { resolve, reject }, ports);
        const target = targetOf(request);
        const agent = proxied === undefined || isLoopback(new URL(target.origin).hostname) ? direct : proxied;
        const { timings } = request;
        agent.dispatch(target, timings === undefined ? exchange : timedExchange(exchange, timings, systemClock));
      }),
    async close() {
      await Promise.all([direct.destroy(), proxied?.destroy()]);
    },
  };
}

function targetOf({ url, method, headers, body }: TransportRequest): Dispatcher.DispatchOptions & { origin: string } {
  const pathStart = url.indexOf('/', url.indexOf('//') + 2);
  return {
    origin: pathStart === -1 ? url : url.slice(0, pathStart),
    path: pathStart === -1 ? '/' : url.slice(pathStart),
    method: method as Dispatcher.HttpMethod,
    headers,
    body: body ?? null,
    // The exchange keeps the time, of both together.
    headersTimeout: 0,
    bodyTimeout: 0,
  };
}

/** Straight to the service. Certificates go unchecked for this machine only, and only if that was asked for. */
function directAgent(options: UndiciTransportOptions): Agent {
  const trusts = options.emulatorCertificate === 'trust';
  return new Agent({
    ...poolOptions(options),
    factory: (origin, pool) => {
      const isEmulator = trusts && isLoopback(new URL(origin).hostname);
      const connect = { ...connectOptions(options), ...(isEmulator ? { rejectUnauthorized: false } : {}) };
      return new Pool(origin, { ...pool, connect: measuredConnector(buildConnector(connect)) });
    },
  });
}

/** By the proxies that the environment names. */
function proxyAgent(options: UndiciTransportOptions): EnvHttpProxyAgent {
  const connect = connectOptions(options);
  return new EnvHttpProxyAgent({
    ...poolOptions(options),
    connect,
    connectTimeout: connect.timeout,
    requestTls: connect,
    proxyTls: connect,
  });
}

function poolOptions(options: UndiciTransportOptions) {
  return {
    allowH2: options.http2Allowed ?? false,
    keepAliveTimeout: options.idleConnectionTimeoutMs ?? defaults.idleConnectionTimeoutMs,
    keepAliveMaxTimeout: options.idleConnectionTimeoutMs ?? defaults.idleConnectionTimeoutMs,
    ...(options.localAddress === undefined ? {} : { localAddress: options.localAddress }),
    connections: options.maxConnectionsPerEndpoint ?? null,
  };
}

function connectOptions({ ca, connectTimeoutMs, http2Allowed, tcpKeepaliveTimeMs }: UndiciTransportOptions) {
  return {
    timeout: connectTimeoutMs ?? defaults.connectTimeoutMs,
    keepAlive: true,
    keepAliveInitialDelay: tcpKeepaliveTimeMs ?? defaults.tcpKeepaliveTimeMs,
    allowH2: http2Allowed ?? false,
    ...(ca === undefined ? {} : { ca: typeof ca === 'string' ? ca : [...ca] }),
  };
}
