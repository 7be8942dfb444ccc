import { describe, expect, it } from '@jest/globals';
import { printPages } from './print-pages.ts';

const call = { positionals: [], text: () => undefined, has: () => false };
const format = { heading: ['NAME'], rowOf: (name: string) => [name], none: 'nothing' };

async function print(pages: () => AsyncGenerator<readonly string[]>, limit?: number): Promise<readonly string[]> {
  const lines: string[] = [];
  const write = (line: string) => lines.push(line);
  await printPages(pages(), { ...format, limit }, call, { print: write, log: write });
  return lines;
}

describe('printPages', () => {
  it('prints one heading, also when the first page is empty', async () => {
    async function* pages() {
      yield [];
      yield ['a', 'b'];
      yield ['c'];
    }
    expect(await print(pages)).toEqual(['NAME', 'a', 'b', 'c']);
    expect(await print(pages, 2)).toEqual(['NAME', 'a', 'b']);
  });

  it('asks for no page that it does not print', async () => {
    async function* pages() {
      yield ['a', 'b'];
      throw new Error('asked for more');
    }
    expect(await print(pages, 2)).toEqual(['NAME', 'a', 'b']);
    await expect(print(pages, 3)).rejects.toThrow('asked for more');
  });

  it('says when there is nothing', async () => {
    async function* pages() {
      yield [];
    }
    expect(await print(pages)).toEqual(['nothing']);
  });
});
