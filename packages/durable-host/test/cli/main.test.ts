import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { killSpawned, spawnCli } from './spawn-cli.ts';

afterEach(killSpawned);

describe('durable-host', () => {
  it('prints its version, and no warning of Node', async () => {
    const cli = spawnCli('/', '--version');
    const { version } = JSON.parse(await readFile(new URL('../../package.json', import.meta.url), 'utf8'));
    expect(await cli.lineWith(/./)).toBe(version);
    expect(await cli.ended).toEqual({ code: 0, err: '' });
  });

  it('prints its help', async () => {
    const cli = spawnCli('/', '--help');
    expect(await cli.lineWith(/./)).toBe('Usage: durable-host <command> [options]');
    expect(await cli.ended).toEqual({ code: 0, err: '' });
  });

  it('is quiet when nobody reads on, as behind head', async () => {
    const status = { instanceId: 'a', name: 'b', runtimeStatus: 'Running', createdTime: '2026-01-01T00:00:00Z' };
    const body = JSON.stringify([{ ...status, lastUpdatedTime: status.createdTime }]);
    const server = createServer((_request, response) => {
      response.setHeader('x-ms-continuation-token', 'more').end(body);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const cli = spawnCli('/', 'list', '--url', `http://127.0.0.1:${port}`);
    cli.closeOutput();
    const ended = await cli.ended.finally(() => {
      server.closeAllConnections();
      server.close();
    });
    expect(ended).toEqual({ code: 0, err: '' });
  });

  it('ends with 2 when the command line is wrong, and with 1 when something fails', async () => {
    const wrong = spawnCli('/', 'dance');
    expect(await wrong.ended).toEqual({ code: 2, err: expect.stringMatching(/^durable-host: .*'dance'.*--help\.\n$/) });
    const failed = spawnCli('/', 'list', '--url', 'http://127.0.0.1:1');
    expect(await failed.ended).toEqual({ code: 1, err: expect.stringMatching(/^durable-host: Could not list .*\n$/) });
  });
});
