import { registerHooks } from 'node:module';
import { fileURLToPath, URL } from 'node:url';
import { type SourceStamp, sourceStamp } from './source-stamp.ts';

/**
 * Tells of every source that is loaded from now on, as it was a moment before, and of those that were wanted and are not
 * there. Installed packages are left out.
 *
 * @see https://nodejs.org/api/module.html#moduleregisterhooksoptions
 */
export function reportSources(report: (file: string, stamp: SourceStamp) => void): void {
  const tell = (url: string): void => {
    if (!url.startsWith('file:') || url.includes('/node_modules/')) return;
    const file = fileURLToPath(url);
    report(file, sourceStamp(file));
  };
  registerHooks({
    resolve: (specifier, context, nextResolve) => {
      try {
        return nextResolve(specifier, context);
      } catch (error) {
        const { parentURL } = context;
        if (/^\.{1,2}\//.test(specifier) && parentURL !== undefined) tell(new URL(specifier, parentURL).href);
        throw error;
      }
    },
    load: (url, context, nextLoad) => {
      tell(url);
      return nextLoad(url, context);
    },
  });
}
