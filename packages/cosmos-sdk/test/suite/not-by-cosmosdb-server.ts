const numberedRanges = 'it numbers partition key ranges where the service names them';
const noPlan = 'it makes no query plans';

/** The scenarios that `@vercel/cosmosdb-server` 1.0.1 gets wrong, and why. */
export const notByCosmosDbServer: Readonly<Record<string, string>> = {
  'a write answers without the item unless it is asked to': 'it ignores prefer: return=minimal',
  'a read under ifNoneMatch sends nothing when nothing has changed': 'it ignores if-none-match',
  'answers carry a session token': 'it has no sessions',
  'an item is patched under a predicate': 'it turns the predicate into lower case',
  'a batch takes place as a whole': 'its reads and deletes in a batch want a partition key each',
  'a batch that fails takes place not at all': 'what came before the failure stays',
  'a query reads the items of all partitions': noPlan,
  'a query reads the items of one partition key only': 'it ignores the partition key of a query',
  'a query orders the items of all partitions': noPlan,
  'a query groups and counts over all partitions': noPlan,
  'a query goes on from a continuation': noPlan,
  'all items are read without a query': numberedRanges,
  'many items are read at once': numberedRanges,
  'all items of a partition key are deleted': 'it does not know the request',
  'a change feed tells what has changed since': numberedRanges,
  'the ranges of a container are told': numberedRanges,
  'items are keyed by several paths': 'it looks at the first path only',
  'throughput is read and replaced': 'it has no offers',
};
