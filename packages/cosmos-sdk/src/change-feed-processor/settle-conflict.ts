import type { Lease } from './lease.ts';

/**
 * What it means that a lease is not what its owner thought it was.
 *
 * @param held  As the owner knows it.
 * @param found  As it is; `undefined` when it is gone.
 * @returns The lease to go on with: somebody asks for it, or a write that seemed to have failed took place. `undefined` when it
 * is another's now, or was replaced.
 */
export function settleConflict(held: Lease, found: Lease | undefined): Lease | undefined {
  if (found === undefined || found.owner !== held.owner || found.term !== held.term) return undefined;
  if (found.children !== undefined) return undefined;
  return { ...held, etag: found.etag, wantedBy: found.wantedBy };
}
