import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/** What identifies a connection on one port, whether its bytes are encrypted or not. */
type Peer = Pick<Socket, 'remoteAddress' | 'remotePort'>;

/** The connections of one port. */
export interface Connections {
  /** Whether the port is closing: responses now end their connection. */
  readonly isClosing: boolean;
  /** Notes that a request is being answered; call what it returns once it is, or when its answer is held back for good. */
  begin(peer: Peer): () => void;
  /** Breaks a connection, so that the client gets `ECONNRESET`. */
  reset(peer: Peer): void;
  /** Ends connections without a request at once; the others may finish until the time is over. */
  close(graceMs: number): void;
}

interface Connection {
  readonly socket: Socket;
  requests: number;
}

/**
 * Follows the connections of a server.
 *
 * Owns the list of TCP sockets, which it knows by their peer: over TLS, a request does not show the socket that can be reset.
 */
export function followConnections(server: Server): Connections {
  const connections = new Map<string, Connection>();
  let isClosing = false;
  const find = (peer: Peer) => connections.get(nameOf(peer));
  server.on('connection', (socket: Socket) => {
    const name = nameOf(socket);
    connections.set(name, { socket, requests: 0 });
    socket.once('close', () => connections.delete(name));
  });
  return {
    get isClosing() {
      return isClosing;
    },
    begin: (peer) => {
      const connection = find(peer);
      if (connection === undefined) return () => undefined;
      connection.requests++;
      let isDone = false;
      return () => {
        if (!isDone) connection.requests--;
        isDone = true;
      };
    },
    reset: (peer) => {
      find(peer)?.socket.resetAndDestroy();
    },
    close: (graceMs) => {
      isClosing = true;
      for (const { socket, requests } of connections.values()) if (requests === 0) socket.destroy();
      if (connections.size === 0) return;
      const timer = setTimeout(() => {
        for (const { socket } of connections.values()) socket.destroy();
      }, graceMs);
      server.once('close', () => clearTimeout(timer));
    },
  };
}

function nameOf({ remoteAddress, remotePort }: Peer): string {
  return `${remoteAddress} ${remotePort}`;
}
