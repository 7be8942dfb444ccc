import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { runCli } from '../../../test/cli/run-cli.ts';

/** Query of each request, as it came. */
const queries: URLSearchParams[] = [];
const server = createServer((request, response) => {
  queries.push(new URL(request.url ?? '/', 'http://hub').searchParams);
  response.end('[]');
});

let url: string;
beforeEach(async () => {
  queries.length = 0;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

it.each<[string, readonly string[], string | null]>([
  ['none', [], null],
  ['that of the environment', ['PERDURA_HOST_KEY'], 'from the environment'],
  ['that of --key first', ['PERDURA_HOST_KEY', '--key'], 'from the command line'],
])('sends the key of the host: %s', async (_which, given, key) => {
  const environment = {
    PERDURA_HOST_URL: url,
    ...(given.includes('PERDURA_HOST_KEY') && { PERDURA_HOST_KEY: 'from the environment' }),
  };
  const args = given.includes('--key') ? ['--key', 'from the command line'] : [];
  expect((await runCli(['list', '--task-hub', 'Shop', ...args], { environment })).code).toBe(0);
  expect(queries.map((query) => [query.get('code'), query.get('taskHub')])).toEqual([[key, 'Shop']]);
});
