import type { AccountStore } from '../account/account-store.ts';
import type { Container } from '../containers/container.ts';
import { tendContainer } from '../containers/tend-container.ts';
import { defaultThroughput, type Throughput } from '../offers/throughput.ts';
import { writeReplicasOf } from '../regions/write-region-of.ts';
import type { JsonObject } from '../requests/json-object.ts';
import type { AccountData, ContainerData, DatabaseData } from './account-data.ts';

/** What the service gives an item; it is new for whoever imports it. */
const itemSystemProperties: ReadonlySet<string> = new Set(['_rid', '_self', '_etag', '_attachments', '_ts']);

/** What the account holds in its write region, in the order of creation, without system properties. */
export function exportData(store: AccountStore): AccountData {
  const { databases, offers, options, topology } = store;
  const [region] = topology.regions;
  const nowMs = options.clock.nowMs();
  const itemsOf = (container: Container): JsonObject[] => {
    tendContainer(container, { store, region, nowMs });
    return writeReplicasOf(container, topology)
      .flatMap(({ items }) => [...items.values()])
      .sort((left, right) => (left.number < right.number ? -1 : 1))
      .map(({ document }) => without(document, (name) => itemSystemProperties.has(name)));
  };
  /** What a container has that it would not have by itself. */
  const ownThroughput = ({ resourceId }: Container, couldShare: boolean): Throughput | undefined => {
    const own = offers.get(resourceId)?.throughput;
    return couldShare || !isDefaultThroughput(own) ? own : undefined;
  };
  return {
    databases: [...databases.values()].map(({ id, resourceId, containers }) => ({
      id,
      ...throughputData(offers.get(resourceId)?.throughput),
      containers: [...containers.values()].map((container) => ({
        ...(without(container.document, (name) => name.startsWith('_')) as ContainerData),
        ...throughputData(ownThroughput(container, offers.has(resourceId))),
        items: itemsOf(container),
      })),
    })),
  };
}

function throughputData(throughput: Throughput | undefined): Pick<DatabaseData, 'throughput'> {
  if (throughput === undefined) return {};
  const { kind, requestUnits, autoUpgradePolicy } = throughput;
  if (kind === 'manual') return { throughput: requestUnits };
  return { throughput: { maxThroughput: requestUnits, ...(autoUpgradePolicy && { autoUpgradePolicy }) } };
}

function isDefaultThroughput(throughput: Throughput | undefined): boolean {
  return throughput?.kind === defaultThroughput.kind && throughput.requestUnits === defaultThroughput.requestUnits;
}

function without(document: JsonObject, isLeftOut: (name: string) => boolean): JsonObject {
  return structuredClone(Object.fromEntries(Object.entries(document).filter(([name]) => !isLeftOut(name))));
}
