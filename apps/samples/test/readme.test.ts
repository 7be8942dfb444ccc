import { describe, expect, it } from '@jest/globals';
import { runReadmeExample } from '@perdura/readme-example';

describe('the example of the root README', () => {
  it('compiles and prints what the README says', () => {
    const run = runReadmeExample(import.meta.url, '../../README.md');
    expect(run).toMatchObject({ compilerOutput: '', exitCode: 0, stderr: '' });
    expect(run.stdout).toBe(run.documentedOutput);
  }, 60_000);
});
