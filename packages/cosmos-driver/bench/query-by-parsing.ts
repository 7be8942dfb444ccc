// Started by order-by.ts: what no client can do without, `JSON.parse` of every page's text, from the same bytes in memory. Pass
// the server's URL and the scene.
import { makePages, readScene } from './ordered-pages.ts';
import { serveQueries } from './query-process.ts';

const pages = makePages(readScene(process.argv.slice(3))).flat();

serveQueries(async function* read() {
  for (const page of pages) yield (JSON.parse(page.toString()) as { readonly Documents: readonly unknown[] }).Documents;
});
