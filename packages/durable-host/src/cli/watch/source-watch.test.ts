import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { sourceStamp } from './source-stamp.ts';
import { SourceWatch } from './source-watch.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'perdura-sources-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const path = (name: string) => join(folder, name);
const write = (name: string, text: string) => writeFileSync(path(name), text);
const { signal } = new AbortController();

describe('SourceWatch', () => {
  it('tells every source that was written, removed or made since it was loaded, once each', async () => {
    const watch = new SourceWatch();
    for (const name of ['same', 'written', 'removed']) write(name, '1');
    for (const name of ['same', 'written', 'removed', 'made']) watch.note(path(name), sourceStamp(path(name)));
    write('written', '22');
    write('made', '1');
    rmSync(path('removed'));
    const changes = [];
    while (changes.length < 3) changes.push(await watch.nextChange(signal));
    expect(changes.sort()).toEqual([path('made'), path('removed'), path('written')]);
    await expect(watch.nextChange(AbortSignal.abort())).rejects.toThrow('aborted');
  });

  it('tells nothing of what came before a refresh', async () => {
    const watch = new SourceWatch();
    for (const name of ['a', 'b']) watch.note(path(name), 'never seen');
    watch.refresh();
    write('b', '1');
    expect(await watch.nextChange(signal)).toBe(path('b'));
    await expect(watch.nextChange(AbortSignal.abort())).rejects.toThrow('aborted');
  });

  it('tells nothing of what it was told to forget', async () => {
    const watch = new SourceWatch();
    for (const name of ['old', 'new']) watch.note(path(name), 'never seen');
    watch.keepOnly(new Set([path('new')]));
    expect(await watch.nextChange(signal)).toBe(path('new'));
    await expect(watch.nextChange(AbortSignal.abort())).rejects.toThrow('aborted');
  });
});
