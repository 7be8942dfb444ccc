import { constants } from 'node:fs';
import { access, open, readFile, realpath, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { AccountData } from '../data/account-data.ts';

/**
 * Reads a data file.
 *
 * @returns Its JSON, or an account without databases when there is no such file yet.
 * @throws when it cannot be read, is no JSON, or could not be saved later.
 */
export async function readDataFile(file: string): Promise<unknown> {
  await access(dirname(file), constants.W_OK);
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return { databases: [] };
    throw error;
  }
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`${file} is no JSON: ${reason}`, { cause });
  }
}

/**
 * Writes a data file as a whole: whatever happens meanwhile, the file has the old content or the new, never a part.
 *
 * A link stays a link; what it points to is replaced.
 */
export async function writeDataFile(file: string, data: AccountData): Promise<void> {
  // There may be no such file yet.
  const target = await realpath(file).catch(() => file);
  const temporary = `${target}.${process.pid}.tmp`;
  try {
    const handle = await open(temporary, 'w');
    try {
      await handle.writeFile(`${JSON.stringify(data, undefined, 2)}\n`);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
