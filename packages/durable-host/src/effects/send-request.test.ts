import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type OutgoingRequest, RequestTimeout, requestSender } from './send-request.ts';

const waiting: ServerResponse[] = [];
let arrived = Promise.withResolvers<void>();
const server = createServer((request, response) => {
  if (request.url === '/half') response.write('ha');
  else if (request.url === '/now') response.end('now');
  else waiting.push(response);
  arrived.resolve();
});
const sender = requestSender({ long: 1, short: 1 });
let origin = '';
beforeEach(async () => {
  arrived = Promise.withResolvers();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  sender.close();
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});

function send(path: string, options: Partial<OutgoingRequest> = {}) {
  const { signal } = new AbortController();
  const url = new URL(`${origin}${path}`);
  return sender.send({ method: 'POST', url, headers: {}, timeoutMs: 60_000, signal, isLong: false, ...options });
}

describe('requestSender', () => {
  it('lets no request wait for one that is long', async () => {
    const long = send('/later', { isLong: true });
    await arrived.promise;
    const behind = send('/now', { isLong: true });
    expect(await send('/now')).toMatchObject({ status: 200, body: 'now' });
    waiting.pop()?.end('at last');
    expect(await long).toMatchObject({ status: 200, body: 'at last' });
    expect(await behind).toMatchObject({ status: 200, body: 'now' });
  });

  it.each(['/later', '/half'])('gives up when the time is up: %s', async (path) => {
    await expect(send(path, { timeoutMs: 20 })).rejects.toThrow(RequestTimeout);
  });

  it('stops when it is told to', async () => {
    const stop = new AbortController();
    const sent = send('/half', { signal: stop.signal });
    await arrived.promise;
    stop.abort(new Error('enough'));
    await expect(sent).rejects.toThrow();
  });
});
