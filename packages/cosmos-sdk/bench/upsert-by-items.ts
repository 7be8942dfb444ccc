import type { CosmosClient } from '@azure/cosmos';
import { serveBulks } from './bulk-process.ts';
import { databaseId, writtenItem } from './written-item.ts';

/** Writes by `items.executeBulkOperations`, which takes all operations at once. */
export function serveUpserts(client: CosmosClient): void {
  serveBulks(async ({ container, rows }) => {
    const orders = client.database(databaseId).container(container);
    const operations = Array.from({ length: rows }, (_, index) => {
      const { customerId, ...rest } = writtenItem(index);
      const resourceBody = { customerId, ...rest };
      return { operationType: 'Upsert', partitionKey: customerId, resourceBody } as const;
    });
    const results = await orders.items.executeBulkOperations(operations);
    return results.filter(({ error }) => error === undefined).length;
  });
}
