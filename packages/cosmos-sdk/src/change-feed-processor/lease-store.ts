/** The leases of one processor, in the lease container. Every change of a lease holds only if the lease is what it was read as. */
import { isCosmosError } from '@perdura/cosmos-driver';
import type { Lease, LeaseStart } from './lease.ts';
import type { LeaseContainer } from './lease-container.ts';
import {
  familyKey,
  type LeaseFamily,
  type LeasePlan,
  leaseDocument,
  leaseId,
  planDocument,
  planId,
  readLease,
  readPlan,
} from './lease-document.ts';

/** What can be done with the leases of a processor. Failures other than those named are `CosmosError`s. */
export interface LeaseStore {
  /** What the first instance decided; `undefined` when none has started so far. */
  readPlan(): Promise<LeasePlan | undefined>;
  /** Decides for all instances, unless another has; either way the answer is what holds. */
  decidePlan(plan: LeasePlan): Promise<LeasePlan>;
  /** All leases, those that were replaced too. */
  readAll(): Promise<readonly Lease[]>;
  /** One lease; `undefined` when it is not there. */
  read(id: string): Promise<Lease | undefined>;
  /** Makes a lease that nobody has, unless it is there. */
  create(start: LeaseStart, durationMs: number): Promise<void>;
  /** Writes a lease. @returns `undefined` when it is not what it was, or gone. */
  replace(lease: Lease): Promise<Lease | undefined>;
}

/** @throws {TypeError} unless the lease container is partitioned by `/id` or `/partitionKey`. */
export function openLeaseStore(container: LeaseContainer, family: LeaseFamily): LeaseStore {
  const isByFamily = leasePath(container) === '/partitionKey';
  const key = familyKey(family);
  const keyOf = (id: string): string => (isByFamily ? key : id);

  async function find(id: string): Promise<unknown> {
    const found = (await container.findItem(keyOf(id), id)) as { readonly resource?: unknown } | undefined;
    return found?.resource;
  }

  async function findPlan(): Promise<LeasePlan | undefined> {
    const document = await find(planId(family));
    return document === undefined ? undefined : readPlan(document);
  }

  return {
    readPlan: findPlan,
    async decidePlan(plan) {
      await createOnce(container, planDocument(family, plan));
      return (await findPlan()) ?? plan;
    },
    async readAll() {
      const documents = await container
        .query(
          {
            query: 'SELECT * FROM c WHERE c.partitionKey = @family AND c.kind = "lease"',
            parameters: [{ name: '@family', value: key }],
          },
          { scope: isByFamily ? key : undefined },
        )
        .toArray();
      return documents.map(readLease);
    },
    async read(id) {
      const document = await find(id);
      return document === undefined ? undefined : readLease(document);
    },
    async create(start, durationMs) {
      const nobodys = { owner: undefined, term: undefined, wantedBy: undefined, children: undefined };
      const lease = { ...start, ...nobodys, id: leaseId(family, start.range), durationMs };
      await createOnce(container, leaseDocument(family, lease));
    },
    async replace(lease) {
      try {
        const { etag } = await container.replaceItem(leaseDocument(family, lease), { ifMatch: lease.etag });
        return { ...lease, etag: etag ?? lease.etag };
      } catch (error) {
        if (isCosmosError(error) && (error.code === 'precondition-failed' || error.code === 'not-found'))
          return undefined;
        throw error;
      }
    },
  };
}

async function createOnce(container: LeaseContainer, document: { readonly id: string }): Promise<void> {
  try {
    await container.createItem(document);
  } catch (error) {
    if (!isCosmosError(error) || error.code !== 'conflict') throw error;
  }
}

function leasePath({ id, reference }: LeaseContainer): '/id' | '/partitionKey' {
  const [path, ...others] = reference.partitionKey.paths;
  if (others.length === 0 && (path === '/id' || path === '/partitionKey')) return path;
  throw new TypeError(
    `The lease container "${id}" is partitioned by ${reference.partitionKey.paths.join(', ')}: it must be by /id or /partitionKey.`,
  );
}
