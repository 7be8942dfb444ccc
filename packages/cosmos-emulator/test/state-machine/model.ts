/** What a partition key component can be; `undefined` is a property that is missing. */
export type KeyValue = string | number | boolean | null | undefined;

/** One item as a user sees it. */
export interface ModelItem {
  readonly id: string;
  readonly key: readonly KeyValue[];
  readonly content: Readonly<Record<string, unknown>>;
  /** ETag that the emulator gave to this version. */
  readonly etag: string;
  /** When this version was written, in whole seconds since the Unix epoch. */
  readonly writtenS: number;
}

/** A container: items by partition key and id. */
export interface ModelContainer {
  /** Properties that make the partition key. */
  readonly keyNames: readonly string[];
  /** Properties that are its unique key; none where it has none. */
  readonly uniqueNames: readonly string[];
  /** Seconds that items live unless they say otherwise, -1 for ever; `undefined` when whatever they say does not count. */
  defaultTtl: number | undefined;
  readonly items: Map<string, ModelItem>;
  /** Keys of items by the order of their last write, the latest last. */
  changes: string[];
  /** What the read region shows while its replication is paused: how things were when it began. */
  lagging: Map<string, ModelItem>;
}

/** The whole account: plain maps, so that it is plain that they are right. */
export interface Model {
  readonly databases: Map<string, Map<string, ModelContainer>>;
  /** Whether the read region gets nothing at present. */
  isPaused: boolean;
  /** The time, in milliseconds since the Unix epoch. */
  nowMs: number;
}

/** When every account begins. */
export const startMs: number = Date.UTC(2026, 0, 1);

export function createModel(): Model {
  return { databases: new Map(), isPaused: false, nowMs: startMs };
}

/** Where an item lies; JSON does not know `undefined`, so it is an empty object, as in the header. */
export function placeOf(key: readonly KeyValue[], id: string): string {
  return `${keyHeader(key)} ${id}`;
}

/** The partition key as clients send it. */
export function keyHeader(key: readonly KeyValue[]): string {
  return JSON.stringify(key.map((value) => (value === undefined ? {} : value)));
}

/** Makes an item the one at its place. */
export function put(container: ModelContainer, item: ModelItem): void {
  const place = placeOf(item.key, item.id);
  container.items.set(place, item);
  container.changes = [...container.changes.filter((each) => each !== place), place];
}

/** Takes an item away. */
export function remove(container: ModelContainer, place: string): void {
  container.items.delete(place);
  container.changes = container.changes.filter((each) => each !== place);
}

/** Takes away what has expired by now. */
export function removeExpired({ databases, nowMs }: Model): void {
  for (const container of [...databases.values()].flatMap((containers) => [...containers.values()])) {
    const { items, lagging, defaultTtl } = container;
    if (defaultTtl === undefined) continue;
    const hasExpired = ({ writtenS, content: { ttl = defaultTtl } }: ModelItem) =>
      ttl !== -1 && (writtenS + Number(ttl)) * 1000 <= nowMs;
    for (const [place, item] of items) if (hasExpired(item)) remove(container, place);
    for (const [place, item] of lagging) if (hasExpired(item)) lagging.delete(place);
  }
}

/** What a region shows: the read region lags while its replication is paused. */
export function itemsIn(model: Model, container: ModelContainer, region: RegionName): ReadonlyMap<string, ModelItem> {
  return model.isPaused && region === 'West US' ? container.lagging : container.items;
}

/** The regions of the account; the first one writes. */
export type RegionName = 'East US' | 'West US';
