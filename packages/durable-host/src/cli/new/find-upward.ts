import { access } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';

/** The nearest file of this name in a folder or the folders around it; `undefined` when there is none. */
export async function findUpward(folder: string, name: string): Promise<string | undefined> {
  for (let at = resolve(folder); ; at = dirname(at)) {
    const file = join(at, name);
    try {
      await access(file);
      return file;
    } catch {
      // Not there: it may be in the folder around.
      if (at === dirname(at)) return undefined;
    }
  }
}
