import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { testReadmeExample } from '@perdura/readme-example';
import { fakeAccount, readOrder } from './fakes/fake-account.ts';
import { withOptionTables } from './option-tables.ts';

describe('README', () => {
  testReadmeExample(import.meta.url);

  it('shows diagnostics as they are rendered', async () => {
    const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
    const { createDriver, transport } = fakeAccount();
    const driver = await createDriver();
    transport.next({ status: 503 }, { status: 200, headers: { 'x-ms-request-charge': '1' } });
    const { diagnostics } = await driver.executeOperation(readOrder);
    expect(readme).toContain(`\`\`\`json\n${JSON.stringify(diagnostics, null, 2)}\n\`\`\``);
  });

  it('has the tables of options as `pnpm option-tables` writes them', () => {
    const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
    expect(withOptionTables(readme)).toBe(readme);
  });
});
