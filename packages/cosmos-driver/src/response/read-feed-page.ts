import type { CosmosOperation } from '../operation/cosmos-operation.ts';
import type { OperationResource } from '../operation/operation-resource.ts';

/** The property of a feed's body that holds its resources, by kind. */
const feedProperties: Readonly<Partial<Record<OperationResource['kind'], string>>> = {
  'partition-key-ranges': 'PartitionKeyRanges',
  items: 'Documents',
  containers: 'DocumentCollections',
  databases: 'Databases',
  offers: 'Offers',
};

const decoder = new TextDecoder();

/**
 * The resources on a page of a feed.
 *
 * @param bytes  Its body, JSON in UTF-8.
 * @throws {SyntaxError} when it is not JSON, or has no resources of the operation's kind.
 */
export function readFeedPage({ resource }: CosmosOperation, bytes: Uint8Array): readonly unknown[] {
  const page: unknown = JSON.parse(decoder.decode(bytes));
  const property = feedProperties[resource.kind] ?? '';
  const items = (page as Record<string, unknown> | null)?.[property];
  if (!Array.isArray(items)) throw new SyntaxError(`A page of a feed must have an array "${property}".`);
  return items;
}
