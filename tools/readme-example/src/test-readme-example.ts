import { expect, it } from '@jest/globals';
import { runReadmeExample } from './run-readme-example.ts';

/**
 * Declares the test that the examples of a README compile, and that the first one runs and prints what the README says.
 *
 * @param packageUrl  URL of any file two levels below the package folder, such as `import.meta.url` of `test/readme.test.ts`.
 * @param readmePath  The document, relative to the package folder. (default `README.md`)
 */
export function testReadmeExample(packageUrl: string, readmePath?: string): void {
  it('the examples of the README compile, and the first one prints what the README says', () => {
    const { compilerOutput, exitCode, stderr, stdout, documentedOutput } = runReadmeExample(packageUrl, readmePath);
    expect({ compilerOutput, exitCode, stderr }).toEqual({ compilerOutput: '', exitCode: 0, stderr: '' });
    expect(documentedOutput).toMatch(/./);
    expect(stdout).toBe(documentedOutput);
  });
}
