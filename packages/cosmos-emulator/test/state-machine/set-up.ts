import { createRealAccount, type RealAccount } from './account.ts';
import { createModel, type Model, type ModelContainer } from './model.ts';
import type { Target } from './target.ts';

/** An account and its model with two databases and their containers, so that most steps find something. */
export async function setUp(): Promise<{ readonly model: Model; readonly real: RealAccount }> {
  const [model, real] = [createModel(), createRealAccount()];
  for (const database of ['shop', 'größe']) {
    await real.send('East US', 'POST', '/dbs', { body: { id: database } });
    const containers = new Map<string, ModelContainer>();
    for (const container of ['orders', 'tenants', 'members']) {
      const { created } = await sendCreateContainer(real, { database, container });
      containers.set(container, created);
    }
    model.databases.set(database, containers);
  }
  return { model, real };
}

/**
 * Creates a container: `orders` has one component in its partition key, `tenants` has two, `members` have one and a
 * unique key.
 */
export async function sendCreateContainer(
  real: RealAccount,
  { database, container: id, defaultTtl }: Target & { readonly defaultTtl?: number | undefined },
): Promise<{ readonly status: number; readonly created: ModelContainer }> {
  const path = `/dbs/${encodeURIComponent(database)}/colls`;
  const { status } = await real.send('East US', 'POST', path, { body: { ...definitionOf(id), defaultTtl } });
  const keyNames = keyNamesOf(id);
  const uniqueNames = id === 'members' ? ['email'] : [];
  const created = { keyNames, uniqueNames, defaultTtl, items: new Map(), changes: [], lagging: new Map() };
  return { status, created };
}

/** What a container of this id is created with, and never changes. */
export function definitionOf(id: string): Readonly<Record<string, unknown>> {
  const keyNames = keyNamesOf(id);
  const kind = keyNames.length > 1 ? 'MultiHash' : 'Hash';
  const partitionKey = { paths: keyNames.map((name) => `/${name}`), kind, version: 2 };
  return { id, partitionKey, ...(id === 'members' && { uniqueKeyPolicy: { uniqueKeys: [{ paths: ['/email'] }] } }) };
}

function keyNamesOf(id: string): readonly string[] {
  return id === 'tenants' ? ['tenant', 'user'] : ['key'];
}
