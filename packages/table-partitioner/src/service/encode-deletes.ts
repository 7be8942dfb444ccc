/** A row to be deleted if it is still what it was when listed. */
export interface ListedRow {
  readonly rowKey: string;
  /** The ETag it was listed with, as the service wrote it. */
  readonly etag: string;
}

/** A change set of conditional deletes. */
export interface DeleteChangeSet {
  /** URL of the account's table service, without a query. */
  readonly serviceUrl: string;
  readonly table: string;
  readonly partitionKey: string;
  /** Rows of that partition, each once, at most 100. */
  readonly rows: readonly ListedRow[];
  /** Tells this batch's boundaries from its content; letters, digits and hyphens. */
  readonly batchId: string;
}

/** A request body and its content type. */
export interface EncodedBatch {
  readonly contentType: string;
  readonly body: string;
}

/**
 * Writes a change set of `DELETE` operations, each with the `If-Match` of its own row, as the body of a `$batch` request.
 *
 * @see https://learn.microsoft.com/rest/api/storageservices/performing-entity-group-transactions#sample-request
 */
export function encodeDeletes({ serviceUrl, table, partitionKey, rows, batchId }: DeleteChangeSet): EncodedBatch {
  const batch = `batch_${batchId}`;
  const changeSet = `changeset_${batchId}`;
  const lines = [`--${batch}`, `Content-Type: multipart/mixed; boundary=${changeSet}`, ''];
  const rowUrl = `${serviceUrl}/${table}(PartitionKey='${encodeKey(partitionKey)}',RowKey='`;
  for (const { rowKey, etag } of rows) {
    lines.push(
      `--${changeSet}`,
      'Content-Type: application/http',
      'Content-Transfer-Encoding: binary',
      '',
      `DELETE ${rowUrl}${encodeKey(rowKey)}') HTTP/1.1`,
      'Accept: application/json;odata=minimalmetadata',
      'DataServiceVersion: 3.0',
      `If-Match: ${etag}`,
      '',
      '',
    );
  }
  lines.push(`--${changeSet}--`, `--${batch}--`, '');
  return { contentType: `multipart/mixed; boundary=${batch}`, body: lines.join('\r\n') };
}

/** A key inside a URL: its quotes are doubled, as in every OData literal, and the rest is percent-encoded. */
function encodeKey(key: string): string {
  return encodeURIComponent(key.replaceAll("'", "''"));
}
