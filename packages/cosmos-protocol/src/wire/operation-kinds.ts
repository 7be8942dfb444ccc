/**
 * What requests are told apart by where some of them are to go wrong on purpose: by a client, or by an account.
 *
 * `readFeed` is a list of items; anything not named is `metadata`.
 */
export const operationKinds = [
  'readItem',
  'createItem',
  'upsertItem',
  'replaceItem',
  'deleteItem',
  'patchItem',
  'batch',
  'queryItems',
  'queryPlan',
  'readFeed',
  'changeFeed',
  'readAccount',
  'readContainer',
  'readPartitionKeyRanges',
  'metadata',
] as const;

Object.freeze(operationKinds);
