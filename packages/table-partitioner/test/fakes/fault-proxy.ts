import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/** What goes wrong with one request on its way. */
export type WireFault =
  | { readonly outer: number; readonly headers?: Record<string, string> } // an answer of the front end, nothing done
  | { readonly inside: number; readonly code: string; readonly message: string } // a failed transaction, status 202
  | { readonly reset: 'before' | 'after' }; // the connection breaks before or after the service has done it

/** A request on its way to the service. */
export interface WireRequest {
  readonly method: string;
  readonly url: string;
  readonly isBatch: boolean;
  readonly body: string;
}

/** A proxy in front of a table service that lets things go wrong. */
export interface FaultProxy {
  /** As the service's own endpoint, on another port. */
  readonly endpoint: string;
  close(): Promise<void>;
}

/** Starts a proxy. @param onRequest  Runs before a request goes on: the place to be another process, or to break things. */
export async function startFaultProxy(
  service: string,
  onRequest: (request: WireRequest) => Promise<WireFault | undefined>,
): Promise<FaultProxy> {
  const { hostname, port, pathname } = new URL(service);
  const server = createServer(async (incoming, outgoing) => {
    const body = await readAll(incoming);
    const { method = '', url = '' } = incoming;
    const fault = await onRequest({ method, url, isBatch: url.includes('$batch'), body: body.toString() });
    if (fault !== undefined && 'outer' in fault) {
      outgoing.writeHead(fault.outer, { 'content-type': 'application/json', ...fault.headers });
      outgoing.end(errorBody('ServerBusy', 'The server is busy.'));
    } else if (fault !== undefined && 'inside' in fault) {
      outgoing.writeHead(202, { 'content-type': 'multipart/mixed; boundary=batchresponse_1' });
      outgoing.end(failedTransaction(fault));
    } else if (fault !== undefined && fault.reset === 'before') {
      incoming.socket.resetAndDestroy();
    } else {
      const onward = request({ hostname, port, method, path: url, headers: incoming.headers });
      onward.on('error', () => incoming.socket.destroy());
      onward.on('response', (answer) => {
        if (fault === undefined) void forward(answer, outgoing);
        else answer.resume().on('end', () => incoming.socket.resetAndDestroy());
      });
      onward.end(body);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}${pathname}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function forward(answer: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const body = await readAll(answer);
  await delay(0); // so that answers overtake each other
  outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
  outgoing.end(body);
}

async function readAll(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function errorBody(code: string, value: string): string {
  return JSON.stringify({ 'odata.error': { code, message: { lang: 'en-US', value } } });
}

function failedTransaction({ inside, code, message }: Extract<WireFault, { inside: number }>): string {
  return [
    ...['--batchresponse_1', 'Content-Type: multipart/mixed; boundary=changesetresponse_1', ''],
    ...['--changesetresponse_1', 'Content-Type: application/http', 'Content-Transfer-Encoding: binary', ''],
    ...[`HTTP/1.1 ${inside} Failed`, 'Content-Type: application/json', '', errorBody(code, message)],
    ...['--changesetresponse_1--', '--batchresponse_1--', ''],
  ].join('\r\n');
}
