import { expect, it } from '@jest/globals';
import { runReadmeExample } from '@perdura/readme-example';

it('the first example of the README compiles and prints what the README says', () => {
  const run = runReadmeExample(import.meta.url);
  expect(run.compilerOutput).toBe('');
  expect(run.stderr).toBe('');
  expect(run.exitCode).toBe(0);
  expect(run.stdout).toBe(run.documentedOutput);
}, 60_000);
