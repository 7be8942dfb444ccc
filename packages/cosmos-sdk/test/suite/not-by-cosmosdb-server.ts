/** What a server gets wrong. */
export interface Shortcoming {
  /** Why a scenario cannot go well. */
  readonly why: string;
  /** What it fails with, in the message of the error. */
  readonly failsWith: RegExp;
}

const noPlan: Shortcoming = {
  why: 'it makes no query plans',
  failsWith: /^query_items .*(failed with 400|plan\.queryRanges must be an array)/,
};
const numberedRanges: Shortcoming = {
  why: 'it numbers partition key ranges where the service names them',
  failsWith: /range\.id must be a string/,
};

/** The scenarios that `@vercel/cosmosdb-server` 1.0.1 gets wrong. */
export const notByCosmosDbServer: Readonly<Record<string, Shortcoming>> = {
  'a write answers without the item unless it is asked to': {
    why: 'it ignores prefer: return=minimal',
    failsWith: /Expected: 0/,
  },
  'a read under ifNoneMatch sends nothing when nothing has changed': {
    why: 'it ignores if-none-match',
    failsWith: /Expected: true/,
  },
  'answers carry a session token': { why: 'it has no sessions', failsWith: /toMatch.*\n.*undefined/s },
  'an item is patched under a predicate': {
    why: 'it turns the predicate into lower case',
    failsWith: /^patch_item .* 412 /,
  },
  'a batch takes place as a whole': {
    why: 'its reads and deletes in a batch want a partition key each',
    failsWith: /^The batch on container "orders" was not applied/,
  },
  'a batch that fails takes place not at all': {
    why: 'what came before the failure stays',
    failsWith: /toBeUndefined/,
  },
  'a query reads the items of all partitions': noPlan,
  'a query reads the items of one partition key only': {
    why: 'it ignores the partition key of a query',
    failsWith: /toEqual/,
  },
  'a query orders the items of all partitions': noPlan,
  'a query groups and counts over all partitions': noPlan,
  'a query goes on from a continuation': noPlan,
  'all items are read without a query': numberedRanges,
  'many items are read at once': numberedRanges,
  'all items of a partition key are deleted': { why: 'it does not know the request', failsWith: /no route/ },
  'a change feed tells what has changed since': numberedRanges,
  'the ranges of a container are told': numberedRanges,
  'items are keyed by several paths': {
    why: 'it looks at the first path only',
    failsWith: /^create_item .* 409 /,
  },
  'throughput is read and replaced': { why: 'it has no offers', failsWith: /^query_offers .* no route/ },
};
