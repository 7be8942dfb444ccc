import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { checkFile, checkLength } from './check-file.ts';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'perdura-check-'));
  path = join(folder, 'hub.db');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function makeDatabase(): Buffer {
  const database = new DatabaseSync(path);
  database.exec('CREATE TABLE t (x)');
  database.close();
  return readFileSync(path);
}

describe('checkFile', () => {
  it('takes a database, an empty file, one that is not there, and what is no path', () => {
    expect(() => checkFile(path)).not.toThrow();
    writeFileSync(path, '');
    expect(() => checkFile(path)).not.toThrow();
    makeDatabase();
    expect(() => checkFile(path)).not.toThrow();
    expect(() => checkFile(':memory:')).not.toThrow();
  });

  it('refuses a file that may not be written', () => {
    makeDatabase();
    expect(() => checkFile(path, () => false)).toThrow(
      expect.objectContaining({ code: 'database', message: expect.stringContaining('may only be read') }),
    );
  });

  it('refuses one of a few bytes, which SQLite would overwrite', () => {
    writeFileSync(path, 'S');
    expect(() => checkFile(path)).toThrow(expect.objectContaining({ code: 'not-a-hub' }));
  });
});

describe('checkLength', () => {
  it('refuses a file that ends amid a page, unless a log beside it has the rest', () => {
    writeFileSync(path, 'x'.repeat(4_096));
    expect(() => checkLength(path, 4_096)).not.toThrow();
    writeFileSync(path, 'x'.repeat(4_095));
    expect(() => checkLength(path, 4_096)).toThrow(expect.objectContaining({ code: 'damaged' }));
    writeFileSync(`${path}-wal`, 'log');
    expect(() => checkLength(path, 4_096)).not.toThrow();
  });
});
