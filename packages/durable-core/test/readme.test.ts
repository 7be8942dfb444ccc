import { describe, expect, it } from '@jest/globals';
import { runReadmeExample } from '@perdura/readme-example';

describe('the README', () => {
  it('has a first example that compiles, runs and prints what it says', () => {
    const { compilerOutput, exitCode, stdout, documentedOutput } = runReadmeExample(import.meta.url);
    expect(compilerOutput).toBe('');
    expect(exitCode).toBe(0);
    expect(documentedOutput).not.toBe('');
    expect(stdout).toBe(documentedOutput);
  }, 60_000);
});
