import type { TableClient } from '@azure/data-tables';
import { isTablePartitionerError, type Partitioner, type PurgeReport, purge } from '@perdura/table-partitioner';
import session, { type SessionData } from 'express-session';
import { expiryOf, readSessionRow, type SessionRow, toSessionRow } from './session-row.ts';

/** What a store is made of. */
export interface TableSessionStoreOptions {
  /** The client of the table. */
  readonly client: TableClient;
  /** Where the session of a GUID is in it. */
  readonly partitioner: Partitioner;
  /** How long a session lives without being used whose cookie has no end of its own, in milliseconds. (default: a day) */
  readonly idleTimeoutMs?: number;
  /** Now, in milliseconds since 1970. (default: the machine's clock) */
  readonly now?: () => number;
}

type Done = (error?: unknown) => void;

/**
 * Keeps the sessions of express-session in an Azure table, spread over partitions by their ids, which are GUIDs: give
 * express-session `genid: () => randomUUID()`.
 *
 * Every request that uses a session puts off its end by one small write. `purgeIdle` deletes those whose end has come,
 * a hundred at a time, and never one that is used in that moment.
 */
export class TableSessionStore extends session.Store {
  readonly #client: TableClient;
  readonly #partitioner: Partitioner;
  readonly #idleTimeoutMs: number;
  readonly #now: () => number;

  constructor({ client, partitioner, idleTimeoutMs = 86_400_000, now = Date.now }: TableSessionStoreOptions) {
    super();
    this.#client = client;
    this.#partitioner = partitioner;
    this.#idleTimeoutMs = idleTimeoutMs;
    this.#now = now;
  }

  get(id: string, callback: (error: unknown, session?: SessionData | null) => void): void {
    this.#read(id).then(
      (found) => callback(null, found ?? null),
      (error) => callback(error),
    );
  }

  set(id: string, data: SessionData, callback?: Done): void {
    settle(async () => {
      const row = toSessionRow(data, this.#now(), this.#idleTimeoutMs);
      await this.#client.upsertEntity({ ...this.#keysOf(id), ...row }, 'Replace');
    }, callback);
  }

  /** A session that is gone stays gone: touching it does not bring it back. */
  override touch(id: string, data: SessionData, callback?: Done): void {
    settle(async () => {
      const expiresAt = expiryOf(data, this.#now(), this.#idleTimeoutMs);
      await ignoreMissing(this.#client.updateEntity({ ...this.#keysOf(id), expiresAt }, 'Merge'));
    }, callback);
  }

  destroy(id: string, callback?: Done): void {
    settle(async () => {
      const { partitionKey, rowKey } = this.#keysOf(id);
      await ignoreMissing(this.#client.deleteEntity(partitionKey, rowKey));
    }, callback);
  }

  /** Deletes the sessions whose end has come, by the clock of the service. Call it now and then, from any one process. */
  purgeIdle(signal?: AbortSignal): Promise<PurgeReport> {
    return purge(this.#partitioner, {
      idleForMs: 0,
      property: { name: 'expiresAt', type: 'date' },
      ...(signal === undefined ? {} : { signal }),
    });
  }

  async #read(id: string): Promise<SessionData | undefined> {
    try {
      const { partitionKey, rowKey } = this.#keysOf(id);
      const row = await this.#client.getEntity<SessionRow>(partitionKey, rowKey);
      return readSessionRow(row, this.#now());
    } catch (error) {
      // A made-up id is nobody's.
      if (isMissing(error) || (isTablePartitionerError(error) && error.code === 'invalid-guid')) return undefined;
      throw error;
    }
  }

  #keysOf(id: string): { readonly partitionKey: string; readonly rowKey: string } {
    const [{ partitionKey, rowKey }] = this.#partitioner.locate(id);
    return { partitionKey, rowKey };
  }
}

/** Tells a callback how work ended; one that throws is not told twice. */
function settle(work: () => Promise<void>, callback: Done = () => undefined): void {
  work().then(
    () => callback(),
    (error) => callback(error),
  );
}

async function ignoreMissing(request: Promise<unknown>): Promise<void> {
  try {
    await request;
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
}

function isMissing(error: unknown): boolean {
  const { statusCode, details } = error as { statusCode?: number; details?: { odataError?: { code?: string } } };
  return statusCode === 404 && details?.odataError?.code !== 'TableNotFound';
}
