import { loadOnce } from '../load-once.ts';

type SeveralRequests = typeof import('./several-requests.ts');

/** Feeds and their plans, partitions, reads of many, bulks, patches by replacing, throughputs: no weight to programs without them. */
export const loadSeveralRequests: () => SeveralRequests | Promise<SeveralRequests> = loadOnce(
  () => import('./several-requests.ts'),
);
