// Started by order-by.ts: what no client can do without, `JSON.parse` of every page's text, from the same bytes in memory. Pass
// the server's URL, the query's shape and the number of rows.
import { makePages, type QueryShape } from './ordered-pages.ts';
import { serveQueries } from './query-process.ts';

const [, shape = 'order-by', rowCount = '1000000'] = process.argv.slice(2);
const pages = makePages(shape as QueryShape, Number(rowCount)).flat();

serveQueries(async function* read() {
  for (const page of pages) yield (JSON.parse(page.toString()) as { readonly Documents: readonly unknown[] }).Documents;
});
