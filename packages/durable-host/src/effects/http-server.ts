import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DurableHostError } from '../durable-host-error.ts';
import { type ApiAnswer, type ApiCall, errorAnswer } from '../http/api-call.ts';
import { isAllowedHost, isLoopback } from '../http/is-allowed-host.ts';
import type { ResolvedListenOptions } from '../options/listen-options.ts';
import { tooLarge } from './fetch-adapter.ts';

/** A server that is listening. */
export interface HttpServer {
  /** Where it is reached: `http://127.0.0.1:7071`. */
  readonly origin: string;
  /** Takes no more requests and cuts the connections that are open. */
  close(): Promise<void>;
}

/** What the server needs. */
export interface HttpServerOptions extends ResolvedListenOptions {
  /** Largest request body taken, in bytes. */
  readonly maxRequestBytes: number;
  readonly answer: (call: ApiCall) => Promise<ApiAnswer>;
}

const longestCheckMs = 1_000;

/**
 * Serves over `node:http`.
 *
 * @throws {DurableHostError} `listen-failed` when the port cannot be opened.
 */
export async function serveHttp(options: HttpServerOptions): Promise<HttpServer> {
  const { port, host, requestTimeoutMs, maxHeaderBytes, maxConnections } = options;
  const limits = {
    requestTimeout: requestTimeoutMs,
    headersTimeout: requestTimeoutMs,
    // How often Node.js looks for requests that are late.
    connectionsCheckingInterval: Math.min(requestTimeoutMs, longestCheckMs),
    maxHeaderSize: maxHeaderBytes,
  };
  const server = createServer(limits, (request, response) => {
    void respond(request, response, options);
  });
  server.maxConnections = maxConnections;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => {
      const problem = `Could not listen on ${host}:${port}: ${error.message}. Another port is the option port.`;
      reject(new DurableHostError('listen-failed', problem, { cause: error }));
    });
    server.listen(port, host, resolve);
  });
  return { origin: originOf(server), close: () => closeServer(server) };
}

async function respond(request: IncomingMessage, response: ServerResponse, options: HttpServerOptions): Promise<void> {
  let answer: ApiAnswer;
  try {
    answer = await answerMessage(request, options);
  } catch (error) {
    // The body broke off: most likely the caller is gone and nobody reads this.
    answer = errorAnswer(400, 'The request could not be read', String(error));
  }
  const length = Buffer.byteLength(answer.body ?? '');
  // What is left of a body that was refused cannot be told from the next request.
  const connection = request.complete ? {} : { connection: 'close' };
  response.writeHead(answer.status, { ...answer.headers, 'content-length': length, ...connection });
  response.end(answer.body);
}

async function answerMessage(request: IncomingMessage, options: HttpServerOptions): Promise<ApiAnswer> {
  if (isLoopback(options.host) && !isAllowedHost(request.headers.host, options.allowedHosts)) {
    const { host = '' } = request.headers;
    return errorAnswer(
      403,
      `This host is not '${host}'. Other names than localhost are the option allowedHosts of listen.`,
    );
  }
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > options.maxRequestBytes) return tooLarge(options.maxRequestBytes);
    chunks.push(chunk);
  }
  const origin = `http://${request.headers.host ?? 'localhost'}`;
  const target = request.url ?? '/';
  // Not resolved against the origin: a path that begins with two slashes would name a host of its own.
  const url = target.startsWith('/') ? `${origin}${target}` : target;
  if (!URL.canParse(url)) return errorAnswer(400, 'The request has no usable URL or Host header.');
  return options.answer({
    method: request.method ?? 'GET',
    url: new URL(url),
    header: (name) => {
      const value = request.headers[name];
      return Array.isArray(value) ? value.join(', ') : value;
    },
    body: Buffer.concat(chunks).toString('utf8'),
  });
}

function originOf(server: Server): string {
  // A server that listens on a port has an address of this form, not the path of a pipe.
  const { address, port, family } = server.address() as AddressInfo;
  const anyAddress = address === '0.0.0.0' || address === '::';
  const host = anyAddress ? '127.0.0.1' : family === 'IPv6' ? `[${address}]` : address;
  return `http://${host}:${port}`;
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
