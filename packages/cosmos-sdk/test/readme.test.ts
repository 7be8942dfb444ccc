import { describe, expect, it } from '@jest/globals';
import { runReadmeExample } from '@perdura/readme-example';

describe('README', () => {
  it('has a first example that compiles, runs, and prints what it says', () => {
    const { compilerOutput, exitCode, stdout, stderr, documentedOutput } = runReadmeExample(import.meta.url);
    expect({ compilerOutput, exitCode, stderr }).toEqual({ compilerOutput: '', exitCode: 0, stderr: '' });
    expect(stdout).toBe(documentedOutput);
  }, 60_000);
});
