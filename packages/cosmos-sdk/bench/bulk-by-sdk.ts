// Started by bulk.ts: writes by `container.bulk`.
import { CosmosClient } from '../src/index.ts';
import { serveBulks } from './bulk-process.ts';
import { databaseId, type WrittenItem, writtenItem } from './written-item.ts';

const [, , endpoint = '', key = ''] = process.argv;
const client = await CosmosClient.create({ endpoint, key });

function* upserts(rows: number) {
  for (let index = 0; index < rows; index++) yield { kind: 'upsert', item: writtenItem(index) } as const;
}

serveBulks(async ({ container, rows }) => {
  const orders = await client.database(databaseId).container<WrittenItem>(container);
  const seen = new Uint8Array(rows);
  let done = 0;
  for await (const outcome of orders.bulk(upserts(rows))) {
    if (seen[outcome.index] === 1) throw new Error(`Operation ${outcome.index} has two outcomes.`);
    seen[outcome.index] = 1;
    if (outcome.ok) done++;
  }
  return done;
});
