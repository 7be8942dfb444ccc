import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { NewFile } from './new-file.ts';

/**
 * Writes files that are not there yet, all of them or none. The folder is made when need be.
 *
 * @throws when one of them exists, which stays as it is, or cannot be written.
 */
export async function writeNewFiles(folder: string, files: readonly NewFile[]): Promise<void> {
  await mkdir(folder, { recursive: true });
  const written: string[] = [];
  for (const { name, text } of files) {
    const path = join(folder, name);
    try {
      await writeFile(path, text, { flag: 'wx' });
      written.push(path);
    } catch (error) {
      await Promise.all(written.map((file) => rm(file)));
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      throw new Error(`${path} exists already. Nothing was written.`, { cause: error });
    }
  }
}
