import type { TLSSocket } from 'node:tls';
import { Agent, buildConnector, type Dispatcher, EnvHttpProxyAgent, Pool } from 'undici';
import type { HttpVersion } from '../diagnostics/attempt-record.ts';
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

type Connector = ReturnType<typeof buildConnector>;

/**
 * Sends requests through a pool of connections for each endpoint; the default under Node. Reads no environment variable
 * unless `proxyAllowed` says so.
 *
 * @throws {TypeError} for unknown options and values out of bounds.
 * @see https://undici.nodejs.org/
 */
export function undiciTransport(options: UndiciTransportOptions = {}): Transport {
  checkOptions('undici transport options', options, undiciTransportFields);
  const { http2Allowed = false } = options;
  const httpVersions = new Map<string, HttpVersion>();
  const direct = directAgent(options, httpVersions);
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
    httpVersion: (origin) => (http2Allowed ? httpVersions.get(origin) : 'http11'),
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

/**
 * Straight to the service. Certificates go unchecked for this machine only, and only if that was asked for.
 *
 * @param httpVersions  Is told what the newest connection to a server speaks; of connections by a proxy nobody tells.
 */
function directAgent(options: UndiciTransportOptions, httpVersions: Map<string, HttpVersion>): Agent {
  const { emulatorCertificate, http2Allowed } = options;
  const trusts = emulatorCertificate === 'trust';
  const connection = connectOptions(options);
  return new Agent({
    ...poolOptions(options),
    factory: (origin, pool) => {
      const isEmulator = trusts && isLoopback(new URL(origin).hostname);
      const connect = buildConnector({ ...connection, ...(isEmulator ? { rejectUnauthorized: false } : {}) });
      const named = http2Allowed === true ? tellHttpVersion(connect, String(origin), httpVersions) : connect;
      return new Pool(origin, { ...pool, connect: measuredConnector(named) });
    },
  });
}

/** The same connector, which notes what each new connection speaks. */
function tellHttpVersion(connect: Connector, origin: string, httpVersions: Map<string, HttpVersion>): Connector {
  return (options, callback) =>
    connect(options, (...made) => {
      const [, socket] = made;
      if (socket !== null) {
        httpVersions.set(origin, (socket as Partial<TLSSocket>).alpnProtocol === 'h2' ? 'http2' : 'http11');
      }
      callback(...made);
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
