// Started by compare-purges.ts: passes bytes on to a port of this machine, what comes from the client so many milliseconds later.

import type { AddressInfo } from 'node:net';
import { connect, createServer } from 'node:net';

const [, , port = '', delayMs = ''] = process.argv;

const server = createServer({ noDelay: true }, (client) => {
  const service = connect({ host: '127.0.0.1', port: Number(port), noDelay: true });
  client.on('data', (chunk) => void setTimeout(() => service.write(chunk), Number(delayMs)));
  service.on('data', (chunk) => client.write(chunk));
  for (const [socket, other] of [
    [client, service],
    [service, client],
  ] as const) {
    socket.on('error', () => other.destroy());
    socket.on('close', () => other.destroy());
  }
});
server.listen(0, '127.0.0.1', () => console.log(String((server.address() as AddressInfo).port)));
// Ends with whoever started it.
process.on('disconnect', () => process.exit());
