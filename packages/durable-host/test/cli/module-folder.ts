import { mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A folder for modules of users, in which the packages are found. */
export interface ModuleFolder {
  readonly path: string;
  /** Puts a file in its place as a whole: nobody sees a part of it. */
  write(name: string, text: string): Promise<void>;
  remove(): Promise<void>;
}

/** Makes an empty folder. */
export async function moduleFolder(): Promise<ModuleFolder> {
  const path = await mkdtemp(join(tmpdir(), 'perdura-cli-'));
  await symlink(fileURLToPath(new URL('../../node_modules', import.meta.url)), join(path, 'node_modules'), 'junction');
  await writeFile(join(path, 'package.json'), '{ "type": "module" }');
  return {
    path,
    write: async (name, text) => {
      await writeFile(join(path, 'unfinished'), text);
      await rename(join(path, 'unfinished'), join(path, name));
    },
    remove: () => rm(path, { recursive: true }),
  };
}
