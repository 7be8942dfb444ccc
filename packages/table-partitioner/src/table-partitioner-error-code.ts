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
 */
export type TablePartitionerErrorCode =
  | 'invalid-guid'
  | 'table-not-found'
  | 'access-denied'
  | 'service-busy'
  | 'service-refused'
  | 'unreadable-answer'
  | 'cutoff-in-future'
  | 'purge-incomplete';
