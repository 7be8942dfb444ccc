import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request that a worker was sent. */
export interface WorkerRequest {
  readonly method: string;
  readonly path: string;
  readonly body: string;
  readonly headers: IncomingHttpHeaders;
}

/** What it answers: status and body, or `'cut'` to close the connection, or `'hang'` to say nothing. */
export type WorkerReply = readonly [status: number, body?: string] | 'cut' | 'hang';

/** A worker of no library. */
export interface FakeWorker {
  readonly url: string;
  readonly port: number;
  /** Every request so far. */
  readonly requests: readonly WorkerRequest[];
  close(): Promise<void>;
}

/** Opens a worker that replies as it is told. */
export async function openWorker(reply: (request: WorkerRequest) => WorkerReply, port = 0): Promise<FakeWorker> {
  const requests: WorkerRequest[] = [];
  const server: Server = createServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const request = {
      method: incoming.method ?? '',
      path: incoming.url ?? '',
      body: Buffer.concat(chunks).toString(),
      headers: incoming.headers,
    };
    requests.push(request);
    const answer = reply(request);
    if (answer === 'hang') return;
    if (answer === 'cut') incoming.socket.destroy();
    else outgoing.writeHead(answer[0]).end(answer[1]);
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const { port: taken } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${taken}`,
    port: taken,
    requests,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
