// Started by bulk.ts: writes by `items.executeBulkOperations` of @azure/cosmos, which takes all operations at once.
import { BulkOperationType, CosmosClient } from '@azure/cosmos';
import { serveBulks } from './bulk-process.ts';
import { databaseId, writtenItem } from './written-item.ts';

const [, , endpoint = '', key = ''] = process.argv;
const client = new CosmosClient({
  endpoint,
  key,
  connectionPolicy: { enableBackgroundEndpointRefreshing: false },
});

serveBulks(async ({ container, rows }) => {
  const orders = client.database(databaseId).container(container);
  const operations = Array.from({ length: rows }, (_, index) => {
    const { customerId, ...rest } = writtenItem(index);
    const resourceBody = { customerId, ...rest };
    return { operationType: BulkOperationType.Upsert, partitionKey: customerId, resourceBody };
  });
  const results = await orders.items.executeBulkOperations(operations);
  return results.filter(({ error }) => error === undefined).length;
});
