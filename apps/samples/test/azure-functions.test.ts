import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from '@jest/globals';

const program = fileURLToPath(new URL('./programs/azure-functions-app.ts', import.meta.url));

describe('the Azure Functions app, on the embedded host', () => {
  let seen: Record<string, unknown>;

  beforeAll(() => {
    const { stdout, stderr } = spawnSync(
      process.execPath,
      ['--conditions=@perdura/source', '--disable-warning=ExperimentalWarning', program],
      { encoding: 'utf8', env: { ...process.env, NODE_OPTIONS: '' } },
    );
    if (stdout === '') throw new Error(stderr);
    seen = JSON.parse(stdout);
  });

  it('reimburses a small expense without asking', () => {
    expect(seen).toMatchObject({ smallResult: { status: 'reimbursed' }, isPaidOnce: true });
  });

  it('asks a manager for a large one, and does what the manager says', () => {
    expect(seen).toMatchObject({
      customStatus: 'waiting for a decision',
      refused: { status: 'refused', reason: 'refused by Grace' },
      approved: { status: 'reimbursed' },
    });
  });

  it('spends no more than the budget, and gives back what is refused', () => {
    expect(seen).toMatchObject({
      tooMuch: { status: 'refused', reason: 'research has spent its budget' },
      budgets: { sales: { leftCents: 96_000 }, research: { leftCents: 40_000 } },
    });
  });

  it('tells bad requests from expenses that are unknown or settled', () => {
    expect(seen.statuses).toEqual({ taken: 202, noExpense: 400, noDecision: 400, unknown: 404, settled: 409 });
  });
});

describe('its manifest', () => {
  it('asks for versions that the packages have, or will have with their first release', () => {
    const read = (path: string) => JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'));
    const { dependencies } = read('../azure-functions/package.json');
    for (const name of ['durable-client', 'durable-core']) {
      const [major, minor] = read(`../../../packages/${name}/package.json`).version.split('.').map(Number);
      expect(dependencies[`@perdura/${name}`]).toBe(`^${major}.${Math.max(1, minor)}.0`);
    }
  });
});
