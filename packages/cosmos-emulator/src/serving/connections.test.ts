import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { type Connections, followConnections } from './connections.ts';
import { respondOverHttp } from './respond-over-http.ts';

/** Longer than any test may take: what waits for it fails. */
const foreverMs = 1e9;

async function listen(respond: (connections: Connections) => RequestListener) {
  const server = createServer();
  const connections = followConnections(server);
  server.on('request', respond(connections));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const open = async (): Promise<Socket> => {
    const accepted = once(server, 'connection');
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1').on('error', () => undefined);
    await accepted;
    return socket;
  };
  return { server, connections, open };
}

describe('followConnections', () => {
  it('ends connections without a request at once', async () => {
    const { server, connections, open } = await listen(() => () => undefined);
    await open();
    const closed = new Promise((resolve) => server.close(resolve));
    connections.close(foreverMs);
    await closed;
    expect(connections.isClosing).toBe(true);
  });

  it('waits for a request, and ends its connection when the time is over', async () => {
    const { server, connections, open } = await listen((each) => (request) => void each.begin(request.socket));
    const socket = await open();
    socket.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n');
    await once(server, 'request');
    const closed = new Promise((resolve) => server.close(resolve));
    connections.close(foreverMs);
    expect(socket.destroyed).toBe(false);
    connections.close(0);
    await closed;
  });

  it('does not wait for a request whose answer is held back for good', async () => {
    const requests = {
      serve: () => ({ kind: 'unanswered' as const }),
      refuse: () => ({ status: 400, headers: {}, body: new Uint8Array() }),
    };
    let heldBack: () => void = () => undefined;
    const isHeldBack = new Promise<void>((resolve) => {
      heldBack = resolve;
    });
    const { server, connections, open } = await listen((each) => (request, response) => {
      void respondOverHttp(request, response, requests, each).then(heldBack);
    });
    (await open()).write('GET / HTTP/1.1\r\nhost: x\r\n\r\n');
    await isHeldBack;
    const closed = new Promise((resolve) => server.close(resolve));
    connections.close(foreverMs);
    await closed;
  });
});
