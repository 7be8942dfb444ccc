import { readFile } from 'node:fs/promises';
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

  it('is quiet when nobody reads on', async () => {
    const cli = spawnCli('/', '--help');
    cli.closeOutput();
    expect(await cli.ended).toEqual({ code: 0, err: '' });
  });

  it('ends with 2 when the command line is wrong, and with 1 when something fails', async () => {
    const wrong = spawnCli('/', 'dance');
    expect(await wrong.ended).toEqual({ code: 2, err: expect.stringMatching(/^durable-host: .*'dance'.*--help\.\n$/) });
    const failed = spawnCli('/', 'list', '--url', 'http://127.0.0.1:1');
    expect(await failed.ended).toEqual({ code: 1, err: expect.stringMatching(/^durable-host: Could not list .*\n$/) });
  });
});
