import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** Passes connections on to a server of this machine, and counts them. */
export interface CountingProxy {
  /** Its URL. */
  readonly endpoint: string;
  /** Connections so far. */
  accepted(): number;
  /** Connections that are open now. */
  open(): number;
  close(): Promise<void>;
}

/** @param target  URL of the server, such as `http://127.0.0.1:41234/`. */
export async function countingProxy(target: string): Promise<CountingProxy> {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  let accepted = 0;
  const server = createServer((incoming) => {
    accepted++;
    sockets.add(incoming);
    const outgoing = connect(Number(port), hostname);
    incoming.pipe(outgoing).pipe(incoming);
    outgoing.on('error', () => incoming.destroy());
    incoming.on('error', () => outgoing.destroy());
    incoming.on('close', () => {
      sockets.delete(incoming);
      outgoing.destroy();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    accepted: () => accepted,
    open: () => sockets.size,
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
