import { describe, expect, it } from '@jest/globals';
import { runReadmeExample } from '@perdura/readme-example';

describe('README', () => {
  it('shows an example that compiles, runs and prints what it says', () => {
    const run = runReadmeExample(import.meta.url);
    expect(run.compilerOutput).toBe('');
    expect(run.stderr).toBe('');
    expect(run.exitCode).toBe(0);
    expect(run.stdout).toBe(run.documentedOutput);
  }, 60_000);
});
