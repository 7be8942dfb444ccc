import { describe, expect, it } from '@jest/globals';
import { runDemo } from '../src/demo/run-demo.ts';

describe('the demo', () => {
  it('finds everything it checks as it should be', async () => {
    const lines: string[] = [];
    const isRight = await runDemo(
      (line) => lines.push(line),
      () => performance.now(),
    );
    expect(lines.filter((line) => line.includes('✗'))).toEqual([]);
    expect(isRight).toBe(true);
    expect(lines.at(-1)).toMatch(/^Everything checked is as it should be, after \d+\.\d\d s\.$/);
  }, 120_000);
});
