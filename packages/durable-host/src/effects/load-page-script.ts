import { readFile } from 'node:fs/promises';
import * as nodeModule from 'node:module';

/** Which kind of file this module is: what the page loads are its neighbours, of the same kind. */
export const scriptExtension: 'ts' | 'js' = import.meta.url.endsWith('.ts') ? 'ts' : 'js';

/** Where the page's code begins; the rest of it lies around it. */
const entry = new URL('../dashboard/page/main.ts', import.meta.url);
const folderOfDashboard = new URL('..', entry);

/** Loads files of the page's code, each once. In a published package they are JavaScript; of sources the types are removed. */
export class PageScripts {
  readonly #loaded = new Map<string, Promise<string | undefined>>();

  /** The code of `page/main.js`; `undefined` when there is no such file. */
  load(path: string): Promise<string | undefined> {
    const loading = this.#loaded.get(path) ?? loadScript(path);
    // What is not there is asked for by strangers only, under any number of names.
    void loading.then((code) => code !== undefined && this.#loaded.set(path, loading)).catch(() => undefined);
    return loading;
  }
}

async function loadScript(path: string): Promise<string | undefined> {
  if (!path.endsWith(`.${scriptExtension}`)) return undefined;
  const text = await readFile(new URL(path, folderOfDashboard), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined || scriptExtension === 'js') return text;
  // Only a checkout gets here, by the source condition.
  return nodeModule.stripTypeScriptTypes(text, { mode: 'strip' });
}
