import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from '@jest/globals';
import { openAccount } from './support/open-account.ts';

async function listen() {
  const account = openAccount();
  const server = await account.listen();
  const port = Number(new URL(server.endpoint).port);
  const open = async (): Promise<Socket> => {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    return socket;
  };
  /** Sends bytes and reads until the other side ends the connection. */
  const exchange = async (bytes: string): Promise<string> => {
    const socket = await open();
    socket.write(bytes, 'latin1');
    return text(socket);
  };
  return { account, server, port, open, exchange };
}

/** Status and parsed body of the only response in a conversation. */
function parse(conversation: string) {
  const [head = '', body = ''] = conversation.split('\r\n\r\n');
  const status = Number(/^HTTP\/1\.1 (\d+) /.exec(head)?.[1]);
  return { status, head, json: JSON.parse(body === '' ? 'null' : body) as unknown };
}

/** Reads until some text has come. */
async function readUntil(socket: Socket, end: string): Promise<string> {
  let received = '';
  while (!received.includes(end)) received += String((await once(socket, 'data'))[0]);
  return received;
}

/** Waits until a connection is closed, in order or by force. */
function closeOf(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    socket.on('error', () => undefined).once('close', () => resolve());
  });
}

/** What every refusal has, as the gateway words it. */
const gatewayError = { code: expect.any(String), message: expect.stringContaining('ActivityId: ') };
const host = 'host: 127.0.0.1\r\n';
const close = 'connection: close\r\n';

describe('bad input at the socket', () => {
  it.each<[string, string, number]>([
    ['what is no HTTP', 'hello\r\n\r\n', 400],
    ['an unknown method', `FETCH / HTTP/1.1\r\n${host}\r\n`, 400],
    ['no host', `GET / HTTP/1.1\r\n${close}\r\n`, 400],
    ['an empty host', `GET / HTTP/1.1\r\nhost:\r\n${close}\r\n`, 400],
    ['a host that is none', `GET / HTTP/1.1\r\nhost: a/b\r\n${close}\r\n`, 400],
    ['two hosts', `GET / HTTP/1.1\r\n${host}host: other\r\n${close}\r\n`, 400],
    ['two authorizations', `GET / HTTP/1.1\r\n${host}authorization: a\r\nauthorization: b\r\n${close}\r\n`, 400],
    ['no authorization', `GET / HTTP/1.1\r\n${host}${close}\r\n`, 401],
    ['a malformed authorization', `GET / HTTP/1.1\r\n${host}authorization: %zz\r\nx-ms-date: x\r\n${close}\r\n`, 401],
    ['a path with a broken escape', `GET /dbs/%zz HTTP/1.1\r\n${host}${close}\r\n`, 400],
    ['an empty segment', `GET /dbs//colls HTTP/1.1\r\n${host}${close}\r\n`, 400],
    ['headers that are too large', `GET / HTTP/1.1\r\n${host}x: ${'x'.repeat(200_000)}\r\n\r\n`, 431],
    ['two lengths', `POST /dbs HTTP/1.1\r\n${host}content-length: 1\r\ncontent-length: 2\r\n\r\n{}`, 400],
    [
      'a length and chunks',
      `POST /dbs HTTP/1.1\r\n${host}content-length: 1\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`,
      400,
    ],
    ['a length that is no number', `POST /dbs HTTP/1.1\r\n${host}content-length: x\r\n\r\n`, 400],
    ['a broken chunk', `POST /dbs HTTP/1.1\r\n${host}transfer-encoding: chunked\r\n\r\nzz\r\n{}\r\n`, 400],
    ['a tunnel', `CONNECT example.com:443 HTTP/1.1\r\n${host}\r\n`, 405],
    ['all of the server', `OPTIONS * HTTP/1.1\r\n${host}${close}\r\n`, 401],
  ])('is answered by the gateway for %s, which then serves on', async (_name, bytes, status) => {
    const { exchange, server } = await listen();
    const answer = parse(await exchange(bytes));
    expect(answer).toMatchObject({ status, json: gatewayError });
    expect(answer.head.toLowerCase()).toContain('connection: close');
    expect((await fetch(server.endpoint)).status).toBe(401);
  });

  it('takes a target in absolute form, whose host counts', async () => {
    const { exchange, port } = await listen();
    const answer = parse(
      await exchange(`GET http://emulator.test:${port}/dbs?x=/y HTTP/1.1\r\nhost: other\r\n${close}\r\n`),
    );
    expect(answer).toMatchObject({ status: 401, json: gatewayError });
  });

  it('answers HEAD without a body', async () => {
    const { exchange } = await listen();
    const [head, body] = (await exchange(`HEAD / HTTP/1.1\r\n${host}${close}\r\n`)).split('\r\n\r\n');
    expect(head).toMatch(/^HTTP\/1\.1 401 /);
    expect(body).toBe('');
  });

  it('keeps a connection on which a request was refused but understood', async () => {
    const { exchange } = await listen();
    const twice = await exchange(`GET /dbs/%zz HTTP/1.1\r\n${host}\r\nGET /dbs HTTP/1.1\r\n${host}${close}\r\n`);
    expect([...twice.matchAll(/HTTP\/1\.1 (\d+) /g)].map(([, status]) => status)).toEqual(['400', '401']);
  });

  it('refuses a body that announces itself as too large before it arrives', async () => {
    const { open } = await listen();
    const socket = await open();
    socket.write(`POST /dbs HTTP/1.1\r\n${host}expect: 100-continue\r\ncontent-length: 999999999\r\n\r\n`);
    // Unsigned, so that it is 401 here; what matters is that it comes, and that nothing asked for the body.
    expect(await readUntil(socket, 'ActivityId')).toMatch(/^HTTP\/1\.1 401 [\s\S]*connection: close/i);
    socket.destroy();
  });

  it('asks for a body that the client announces and may send', async () => {
    const { open } = await listen();
    const socket = await open();
    socket.write(`POST /dbs HTTP/1.1\r\n${host}expect: 100-continue\r\ncontent-length: 2\r\n\r\n`);
    const [asked] = await once(socket, 'data');
    expect(String(asked)).toMatch(/^HTTP\/1\.1 100 /);
    socket.write('{}');
    const [answered] = await once(socket, 'data');
    expect(String(answered)).toMatch(/^HTTP\/1\.1 401 /);
    socket.destroy();
  });

  it('stops reading a body of unknown length once it is too large', async () => {
    const { open } = await listen();
    const socket = await open();
    socket.on('error', () => undefined);
    socket.write(`POST /dbs HTTP/1.1\r\n${host}transfer-encoding: chunked\r\n\r\n`);
    const mebibyte = 1024 * 1024;
    const answered = once(socket, 'data');
    for (let count = 0; count < 3; count++) socket.write(`${mebibyte.toString(16)}\r\n${'x'.repeat(mebibyte)}\r\n`);
    const [chunk] = await answered;
    expect(String(chunk)).toMatch(/^HTTP\/1\.1 401 [\s\S]*connection: close/i);
    const ended = closeOf(socket);
    socket.end('0\r\n\r\n');
    socket.resume();
    await ended;
  });

  it('survives clients that go away in the middle of a request', async () => {
    const { open, server } = await listen();
    for (const bytes of ['GET / HT', `POST /dbs HTTP/1.1\r\n${host}content-length: 5\r\n\r\n{`]) {
      const socket = await open();
      socket.write(bytes);
      socket.resetAndDestroy();
    }
    expect((await fetch(server.endpoint)).status).toBe(401);
  });
});

describe('close', () => {
  it('answers a request that has begun to arrive, and ends its connection', async () => {
    const { open, server } = await listen();
    const socket = await open();
    socket.write(`POST /dbs HTTP/1.1\r\n${host}expect: 100-continue\r\ncontent-length: 2\r\n\r\n`);
    // Asked for the body: the request has arrived.
    await once(socket, 'data');
    const closed = server.close();
    socket.write('{}');
    const answer = await text(socket);
    expect(answer).toMatch(/^HTTP\/1\.1 401 [\s\S]*connection: close/i);
    await closed;
  });

  it('does not wait for clients that say nothing, nor for answers that are held back', async () => {
    const { open, server, account } = await listen();
    await account.control.injectFault({ result: { kind: 'timeout' } });
    const [silent, waiting] = [await open(), await open()];
    waiting.write(`GET / HTTP/1.1\r\n${host}\r\n`);
    const ended = Promise.all([closeOf(silent), closeOf(waiting)]);
    await server.close();
    await ended;
    await server.close();
  });

  it('does not wait for ever for a request that stops arriving', async () => {
    const { open, server } = await listen();
    const socket = await open();
    socket.write(`POST /dbs HTTP/1.1\r\n${host}expect: 100-continue\r\ncontent-length: 2\r\n\r\n`);
    await once(socket, 'data');
    const ended = closeOf(socket);
    await server.close();
    await ended;
  });
});
