import { type Lease, type LeaseStart, leaseToken } from './lease.ts';

/** The leases that were decided on, by the plan or by splits, and are not there yet: whoever decided may not have come further. */
export function missingLeases(planned: readonly LeaseStart[], leases: readonly Lease[]): readonly LeaseStart[] {
  const known = new Set(leases.map(({ range }) => leaseToken(range)));
  const decided = [...planned, ...leases.flatMap(({ children = [] }) => children)];
  return decided.filter(({ range }) => !known.has(leaseToken(range)));
}
