/**
 * Why the package refused or gave up. Stable; branch on it.
 *
 * - `invalid-guid`: a text is no GUID in any of the accepted forms.
 * - `table-not-found`: the table does not exist. Never taken for "the rows are already gone".
 * - `access-denied`: the service answered 401 or 403 to the client's credential.
 * - `service-busy`: the service or the network was still failing after the last retry.
 * - `service-refused`: the service answered with an error that a retry cannot mend.
 * - `unreadable-answer`: an answer lacks what it must have, such as the ETag of a listed row or the `Date` header.
 * - `cutoff-in-future`: by the clock of the service the cutoff of a purge has not come yet; nothing was deleted.
 * - `purge-incomplete`: a purge could not finish some partitions or rows; `report` says which.
 * - `table-being-deleted`: the service is still deleting a table of that name.
 * - `row-exists`: a row that was to be created is there already.
 * - `row-not-found`: a row that was to be updated is in no generation.
 * - `row-changed`: a row no longer has the ETag that was asked for.
 * - `unknown-generation`: a row is moving to a generation this process does not know; load the generations again.
 * - `generations-changed`: another process changed the stored generations first, and nothing was changed; or a generation was
 *   retired while its rows were migrated. Load them again.
 * - `generation-in-use`: a generation cannot be dropped while rows in it may live.
 * - `migration-incomplete`: some rows could not be moved; `migration` says which.
 */
export type TablePartitionerErrorCode =
  | 'invalid-guid'
  | 'table-not-found'
  | 'access-denied'
  | 'service-busy'
  | 'service-refused'
  | 'unreadable-answer'
  | 'cutoff-in-future'
  | 'purge-incomplete'
  | 'table-being-deleted'
  | 'row-exists'
  | 'row-not-found'
  | 'row-changed'
  | 'unknown-generation'
  | 'generations-changed'
  | 'generation-in-use'
  | 'migration-incomplete';
