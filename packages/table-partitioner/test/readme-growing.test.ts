import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { TableClient } from '@azure/data-tables';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type Azurite, startAzurite } from '@perdura/peers';

let azurite: Azurite;
beforeAll(async () => {
  azurite = await startAzurite();
}, 40_000);
afterAll(() => azurite.close());

it('the README grows a table from its first generation to the drop of it', async () => {
  const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8');
  const blocks = [...readme.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, code = '']) => code);
  const growing = blocks.find((code) => code.includes('createGenerationStore')) ?? '';
  // Elsewhere, and at once; what the first example imports comes from there.
  const connection = JSON.stringify(azurite.connectionString);
  const code = growing
    .replace("'UseDevelopmentStorage=true', name", `${connection}, name, { allowInsecureConnection: true }`)
    .replace('60 * 60 * 1000', '0')
    .replace('import {', 'import { byteSum, createPartitioner, decimal,');
  expect(code).toContain(connection);

  const options = { allowInsecureConnection: true };
  await TableClient.fromConnectionString(azurite.connectionString, 'control', options).createTable();
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [
      ...['--conditions=@perdura/source', '--disable-warning=ExperimentalWarning', '--input-type=module-typescript'],
      ...['--eval', `import { TableClient } from '@azure/data-tables';\n${code}`],
    ],
    { cwd: fileURLToPath(new URL('..', import.meta.url)), env: { ...process.env, NODE_OPTIONS: '' } },
  );
  // All 15 partitions of the first generation were gone through.
  expect(stdout.trim()).toBe('15');
  const dropped = TableClient.fromConnectionString(azurite.connectionString, 'authSessions', options);
  await expect(dropped.getEntity('0', '0')).rejects.toMatchObject({ details: { errorCode: 'TableNotFound' } });
}, 60_000);
