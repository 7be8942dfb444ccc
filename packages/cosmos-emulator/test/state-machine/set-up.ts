import { createRealAccount, type RealAccount } from './account.ts';
import { createModel, type Model, type ModelContainer } from './model.ts';

/** An account and its model with two databases and their containers, so that most steps find something. */
export async function setUp(): Promise<{ readonly model: Model; readonly real: RealAccount }> {
  const [model, real] = [createModel(), createRealAccount()];
  for (const database of ['shop', 'größe']) {
    await real.send('East US', 'POST', '/dbs', { body: { id: database } });
    const containers = new Map<string, ModelContainer>();
    for (const container of ['orders', 'tenants']) {
      const { created } = await sendCreateContainer(real, { database, container });
      containers.set(container, created);
    }
    model.databases.set(database, containers);
  }
  return { model, real };
}

/** Creates a container: `orders` has one component in its partition key, `tenants` has two. */
export async function sendCreateContainer(
  real: RealAccount,
  { database, container: id }: { readonly database: string; readonly container: string },
): Promise<{ readonly status: number; readonly created: ModelContainer }> {
  const keyNames = id === 'orders' ? ['key'] : ['tenant', 'user'];
  const kind = keyNames.length > 1 ? 'MultiHash' : 'Hash';
  const partitionKey = { paths: keyNames.map((name) => `/${name}`), kind, version: 2 };
  const path = `/dbs/${encodeURIComponent(database)}/colls`;
  const { status } = await real.send('East US', 'POST', path, { body: { id, partitionKey } });
  return { status, created: { keyNames, items: new Map(), changes: [], lagging: new Map() } };
}
