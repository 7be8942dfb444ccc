import { measureCpuUs } from './measure.ts';
import { openShop } from './open-shop.ts';
import { report } from './report.ts';
import { docs, orderOf } from './signed-requests.ts';

const itemCount = 10_000;
/** Every item has both properties; the first condition holds for a third of them, both for a few. */
const query = {
  query: "SELECT VALUE c.id FROM c WHERE c.status = 'open' AND c.total >= @total",
  parameters: [{ name: '@total', value: 990 }],
};

/** A query that looks at 10,000 items, parsed and compiled each time, beside the same condition in JavaScript. */
export async function benchScan(): Promise<void> {
  const { makeRequest, send } = await openShop(itemCount, { partitionsPerContainer: 1 });
  const request = makeRequest('POST', docs, query, {
    'content-type': 'application/query+json',
    'x-ms-documentdb-isquery': 'true',
    'x-ms-documentdb-query-enablecrosspartition': 'true',
    'x-ms-max-item-count': '1000',
  });
  const items = Array.from({ length: itemCount }, (_, number) => JSON.parse(JSON.stringify(orderOf(number))));
  const filter = () => items.filter((item) => item.status === 'open' && item.total >= 990).map((item) => item.id);
  const found: { Documents: unknown[] } = JSON.parse(String(Buffer.from(await send(request, 200))));
  if (found.Documents.length !== filter().length || filter().length === 0)
    throw new Error('The query finds something else.');

  const { plain, scan } = await measureCpuUs(
    {
      plain: (times) => {
        for (let time = 0; time < times; time++) filter();
      },
      scan: async (times) => {
        for (let time = 0; time < times; time++) await send(request, 200);
      },
    },
    { plain: 50, scan: 50 },
  );
  report('filter 10,000 items in JavaScript', `${plain.toFixed(0)} µs`);
  report('query over 10,000 items', `${scan.toFixed(0)} µs`, scan / plain, 3);
}
