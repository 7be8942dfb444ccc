import { DatabaseSync } from 'node:sqlite';
import { DurableHostError } from '../durable-host-error.ts';
import { applicationId, schema, schemaVersion } from './schema.ts';

/**
 * How much of what was acknowledged survives a power cut. A killed process loses nothing either way.
 *
 * - `full`: everything; every commit waits for the disk (`PRAGMA synchronous = FULL`).
 * - `normal`: the last moments may be lost; the file stays sound (`NORMAL`).
 */
export type Durability = 'full' | 'normal';

/**
 * Opens a task hub file, making it when it is not there, and keeps it for itself until it is closed: two hosts on one
 * file would run every orchestration twice.
 *
 * @throws {DurableHostError} `in-use`, `not-a-hub`, `schema-version` or `database`. Nothing is changed in a file that is refused.
 */
export function openDatabase(path: string, durability: Durability): DatabaseSync {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(path);
    // Before WAL is entered, so that its index is kept in memory and the lock is one the system frees with the process.
    database.exec('PRAGMA locking_mode = EXCLUSIVE');
    const isNew = checkFile(database, path);
    database.exec('PRAGMA journal_mode = WAL');
    database.exec(`PRAGMA synchronous = ${durability === 'full' ? 'FULL' : 'NORMAL'}`);
    // Takes the lock, even when there is nothing to write.
    database.exec('BEGIN EXCLUSIVE');
    if (isNew) {
      database.exec(schema);
      database.exec(`PRAGMA application_id = ${applicationId}`);
      database.exec(`PRAGMA user_version = ${schemaVersion}`);
    }
    database.exec('COMMIT');
    return database;
  } catch (error) {
    database?.close();
    throw explainDatabaseError(error, path);
  }
}

/** Answers whether the file is still empty. */
function checkFile(database: DatabaseSync, path: string): boolean {
  const pragma = (name: string): unknown => database.prepare(`PRAGMA ${name}`).get()?.[name];
  const tables = database.prepare('SELECT count(*) AS count FROM sqlite_schema').get()?.count;
  const owner = pragma('application_id');
  if (tables === 0 && owner === 0) return true;
  if (owner !== applicationId) {
    throw new DurableHostError('not-a-hub', `'${path}' is the database of another program.`);
  }
  const version = Number(pragma('user_version'));
  if (version !== schemaVersion) {
    throw new DurableHostError(
      'schema-version',
      `'${path}' has layout ${version}, this release knows ${schemaVersion}. Open it with a newer release.`,
    );
  }
  return false;
}

/** SQLite result codes, https://www.sqlite.org/rescode.html */
const busy = 5;
const notADatabase = 26;

/** What a program is told when a file could not be opened or read. */
export function explainDatabaseError(error: unknown, path: string): DurableHostError {
  if (error instanceof DurableHostError) return error;
  const code = typeof error === 'object' && error !== null && 'errcode' in error ? Number(error.errcode) & 0xff : 0;
  if (code === busy) {
    return new DurableHostError('in-use', `Another host has '${path}' open. Close it first.`, { cause: error });
  }
  if (code === notADatabase) {
    return new DurableHostError('not-a-hub', `'${path}' is not a database.`, { cause: error });
  }
  return new DurableHostError('database', `Could not open '${path}': ${textOf(error)}.`, { cause: error });
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
