import { readFile } from 'node:fs/promises';
import { findUpward } from './find-upward.ts';

/**
 * What TypeScript modules in a folder have to end in to be taken for modules by Node and by the compiler alike: `ts` in a
 * package of type `module`, else `mts`.
 *
 * @throws when the package's package.json is no JSON.
 */
export async function moduleExtension(folder: string): Promise<'ts' | 'mts'> {
  const manifest = await findUpward(folder, 'package.json');
  if (manifest === undefined) return 'mts';
  try {
    const { type } = JSON.parse(await readFile(manifest, 'utf8')) as { readonly type?: unknown };
    return type === 'module' ? 'ts' : 'mts';
  } catch (cause) {
    throw new Error(`${manifest} is no package.json.`, { cause });
  }
}
