import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from '@jest/globals';
import { azuriteTables } from './builders/azurite-tables.ts';

const { server, connect } = azuriteTables();

it('the README grows a table from its first generation to the drop of it', async () => {
  const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8');
  const blocks = [...readme.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, code = '']) => code);
  const growing = blocks.find((code) => code.includes('createGenerationStore')) ?? '';
  // Elsewhere, and at once; what the first example imports comes from there.
  const connection = JSON.stringify(server().connectionString);
  const code = growing
    .replace("'UseDevelopmentStorage=true', name", `${connection}, name, { allowInsecureConnection: true }`)
    .replace('60 * 60 * 1000', '0')
    .replace('import {', 'import { byteSum, createPartitioner, decimal,');
  expect(code).toContain(connection);

  await connect('control').createTable();
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
  await expect(connect('authSessions').getEntity('0', '0')).rejects.toMatchObject({
    details: { errorCode: 'TableNotFound' },
  });
}, 60_000);
