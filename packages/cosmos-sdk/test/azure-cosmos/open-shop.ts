import type { Container, PartitionKeyDefinition } from '@azure/cosmos';
import type { Stage } from './run-with-both.ts';

/** Database `shop` with container `orders`, partitioned by `/customer` or as it is said. */
export async function openShop(
  { client }: Pick<Stage, 'client'>,
  partitionKey: string | PartitionKeyDefinition = '/customer',
): Promise<Container> {
  const { database } = await client().databases.create({ id: 'shop' });
  const { container } = await database.containers.create({ id: 'orders', partitionKey });
  return container;
}
