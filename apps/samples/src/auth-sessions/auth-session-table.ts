import { TableClient, type TransactionAction } from '@azure/data-tables';
import { byteSum, createPartitioner, decimal, type Partitioner } from '@perdura/table-partitioner';
import type { AuthSession } from './auth-session.ts';

const TABLE = 'authSessions';
const PARTITIONS = 15;
/** The service's limit for one transaction. */
const ROWS_PER_TRANSACTION = 100;

/** The table of sessions and where each of them is in it. */
export interface AuthSessionTable {
  readonly client: TableClient;
  readonly partitioner: Partitioner;
}

/** Connects to the table of sessions and creates it where it is missing. */
export async function openAuthSessionTable(connectionString: string): Promise<AuthSessionTable> {
  const client = TableClient.fromConnectionString(connectionString, TABLE, { allowInsecureConnection: true });
  await client.createTable();
  const partitioner = createPartitioner({
    generations: [
      { id: 1, table: TABLE, partitions: PARTITIONS, strategy: byteSum, keyFormat: decimal(), state: 'active' },
    ],
    table: () => client,
  });
  return { client, partitioner };
}

/** Stores new sessions. Sessions of one partition go a hundred at a time, the partitions side by side. */
export function storeSessions(table: AuthSessionTable, sessions: readonly AuthSession[]): Promise<void> {
  return writeRows(table, sessions, ({ user, signedRequest }, keys) => ['create', { ...keys, user, signedRequest }]);
}

/** Marks sessions as in use. It changes their rows, and that is what keeps them from being purged. */
export function refreshSessions(table: AuthSessionTable, sessions: readonly AuthSession[]): Promise<void> {
  return writeRows(table, sessions, (_session, keys) => ['update', { ...keys, refreshed: true }, 'Merge']);
}

/** Reads a session by its GUID alone. */
export async function readSession(
  { client, partitioner }: AuthSessionTable,
  key: string,
): Promise<AuthSession & { readonly isRefreshed: boolean }> {
  const { partitionKey, rowKey } = partitioner.locate(key)[0];
  const row = await client.getEntity<{ user: string; signedRequest: string; refreshed?: boolean }>(
    partitionKey,
    rowKey,
  );
  return { key: rowKey, user: row.user, signedRequest: row.signedRequest, isRefreshed: row.refreshed === true };
}

/** How many sessions there are, by listing them. */
export async function countSessions({ client }: AuthSessionTable): Promise<number> {
  let count = 0;
  for await (const _row of client.listEntities({ queryOptions: { select: ['RowKey'] } })) count++;
  return count;
}

async function writeRows(
  { client, partitioner }: AuthSessionTable,
  sessions: readonly AuthSession[],
  write: (session: AuthSession, keys: { partitionKey: string; rowKey: string }) => TransactionAction,
): Promise<void> {
  const byPartition = Map.groupBy(sessions, ({ key }) => partitioner.locate(key)[0].partitionKey);
  await Promise.all(
    [...byPartition].map(async ([partitionKey, members]) => {
      for (let from = 0; from < members.length; from += ROWS_PER_TRANSACTION) {
        const rows = members.slice(from, from + ROWS_PER_TRANSACTION);
        await client.submitTransaction(rows.map((session) => write(session, { partitionKey, rowKey: session.key })));
      }
    }),
  );
}
