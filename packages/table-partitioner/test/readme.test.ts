import { describe, expect, it } from '@jest/globals';
import { runReadmeExample } from '@perdura/readme-example';

describe('the README', () => {
  it('begins with an example that compiles, runs and prints what it says', () => {
    const run = runReadmeExample(import.meta.url);
    expect(run).toMatchObject({ compilerOutput: '', stderr: '', exitCode: 0 });
    expect(run.stdout).toBe(run.documentedOutput);
  }, 60_000);
});
