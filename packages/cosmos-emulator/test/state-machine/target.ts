import type { KeyValue, Model, ModelContainer, ModelItem } from './model.ts';
import type { Version } from './names.ts';

/** A container that a command addresses. */
export interface Target {
  readonly database: string;
  readonly container: string;
}

export function pathOf({ database, container }: Target): string {
  return `/dbs/${encodeURIComponent(database)}/colls/${container}`;
}

export function findContainer({ databases }: Model, { database, container }: Target): ModelContainer | undefined {
  return databases.get(database)?.get(container);
}

/** The components that this container takes; one if it is not there. */
export function keyIn(container: ModelContainer | undefined, key: readonly KeyValue[]): readonly KeyValue[] {
  return key.slice(0, container?.keyNames.length ?? 1);
}

/** The item as it is sent. */
export function bodyOf(
  container: ModelContainer | undefined,
  id: string,
  key: readonly KeyValue[],
  content: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const names = container?.keyNames ?? ['key'];
  // A component that is undefined is left out by JSON.
  return { ...content, id, ...Object.fromEntries(names.map((name, index) => [name, key[index]])) };
}

/** What a precondition header says of an item; `undefined` leaves it out. */
export function etagOf(version: Version, item: ModelItem | undefined): string | undefined {
  if (version === 'none') return undefined;
  if (version === 'any') return '*';
  return version === 'current' && item !== undefined ? item.etag : '"00000000-0000-4000-8000-000000000000"';
}
