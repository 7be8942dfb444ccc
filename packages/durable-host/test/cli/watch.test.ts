import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type ModuleFolder, moduleFolder } from './module-folder.ts';
import { runCli } from './run-cli.ts';
import { killSpawned, type SpawnedCli, spawnCli } from './spawn-cli.ts';

const shop = `
  import { activity, orchestration } from '@perdura/durable-core';
  import { priceOf } from './price.ts';
  export const total = activity('total', async (count: number) => priceOf(count));
  export const order = orchestration('order', async (ctx) => {
    await ctx.waitForEvent('approved');
    return ctx.callActivity(total, ctx.input as number);
  });
`;
const priceOf = (unit: string) => `export const priceOf = (count: number) => count * ${unit};`;

let folder: ModuleFolder;
beforeEach(async () => {
  folder = await moduleFolder();
  await folder.write('shop.ts', shop);
  await folder.write('price.ts', priceOf('1'));
});
afterEach(async () => {
  killSpawned();
  await folder.remove();
});

const watch = () => spawnCli(folder.path, 'start', 'shop.ts', '--port', '0', '--json', '--watch');

/** Waits until a host is ready. */
async function whenReady(cli: SpawnedCli): Promise<string> {
  return (JSON.parse(await cli.lineWith(/^\{/)) as { readonly baseUrl: string }).baseUrl;
}

describe('start --watch', () => {
  it('goes on with new code, the same database and the same address, whenever a source changes', async () => {
    const cli = watch();
    const url = await whenReady(cli);
    const command = (...args: readonly string[]) => runCli([...args, '--url', url]);
    expect((await command('run', 'order', '4', '--id', 'o')).code).toBe(0);
    for (const unit of ['22', '333']) {
      await folder.write('price.ts', priceOf(unit));
      expect(await whenReady(cli)).toBe(url);
    }
    expect((await command('raise', 'o', 'approved')).code).toBe(0);
    let status = '';
    while (!status.includes('Completed')) status = (await command('show', 'o')).out;
    expect(status).toMatch(/^output +1332$/m);
    cli.signal('SIGINT');
    const { code, err } = await cli.ended;
    expect({ code, err }).toEqual({ code: 0, err: 'Starting again: price.ts has changed.\n'.repeat(2) });
  });

  it('waits for a change when a source is wrong, or is not there', async () => {
    const cli = watch();
    await whenReady(cli);
    await folder.write('shop.ts', `${shop}\nexport const = 1;`);
    await cli.errorWith(/^The host has ended \(1\)\. It starts again when a source changes\.$/);
    await folder.write('shop.ts', `${shop}\nimport './new.ts';`);
    await cli.errorWith(/^The host has ended \(1\)/);
    await folder.write('new.ts', 'export {};');
    await whenReady(cli);
    cli.signal('SIGTERM');
    const { code, err } = await cli.ended;
    expect(code).toBe(0);
    expect(err).toContain('Could not load shop.ts');
    expect(err).toContain('Starting again: new.ts has changed.');
  });

  it('waits for a module that is not there yet', async () => {
    const cli = spawnCli(folder.path, 'start', 'late.ts', '--port', '0', '--json', '--watch');
    await cli.errorWith(/There is no file late\.ts/);
    await folder.write('late.ts', shop);
    await whenReady(cli);
    cli.signal('SIGTERM');
    expect((await cli.ended).code).toBe(0);
  });

  it('ends with 2 when the options are wrong', async () => {
    const cli = spawnCli(folder.path, 'start', 'shop.ts', '--watch', '--task-hub', '1');
    expect(await cli.ended).toEqual({ code: 2, err: expect.stringContaining('taskHub must be') });
  });

  it('leaves no host behind when it is killed', async () => {
    const cli = watch();
    const url = await whenReady(cli);
    cli.signal('SIGKILL');
    while ((await runCli(['list', '--url', url])).code === 0) await delay(20);
    await whenReady(spawnCli(folder.path, 'start', 'shop.ts', '--port', '0', '--json'));
  });
});
