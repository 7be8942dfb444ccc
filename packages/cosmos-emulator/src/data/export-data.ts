import type { AccountStore } from '../account/account-store.ts';
import type { Container } from '../containers/container.ts';
import { partitionsIn } from '../containers/partitions-in.ts';
import type { JsonObject } from '../requests/json-object.ts';
import type { AccountData, ContainerData } from './account-data.ts';

/** What the service gives an item; it is new for whoever imports it. */
const itemSystemProperties: ReadonlySet<string> = new Set(['_rid', '_self', '_etag', '_attachments', '_ts']);

/** What the account holds in its write region, in the order of creation, without system properties. */
export function exportData({ databases, topology }: AccountStore): AccountData {
  const [region] = topology.regions;
  const itemsOf = (container: Container): JsonObject[] =>
    partitionsIn(container, region)
      .flatMap(({ items }) => [...items.values()])
      .sort((left, right) => (left.number < right.number ? -1 : 1))
      .map(({ document }) => without(document, (name) => itemSystemProperties.has(name)));
  return {
    databases: [...databases.values()].map(({ id, containers }) => ({
      id,
      containers: [...containers.values()].map((container) => ({
        ...(without(container.document, (name) => name.startsWith('_')) as ContainerData),
        ...(container.throughput > 0 && { throughput: container.throughput }),
        items: itemsOf(container),
      })),
    })),
  };
}

function without(document: JsonObject, isLeftOut: (name: string) => boolean): JsonObject {
  return structuredClone(Object.fromEntries(Object.entries(document).filter(([name]) => !isLeftOut(name))));
}
