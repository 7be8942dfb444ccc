import { DatabaseSync } from 'node:sqlite';
import { DurableHostError } from '../durable-host-error.ts';
import { checkFile, checkLength } from './check-file.ts';
import { explainDatabaseError } from './explain-database-error.ts';
import { applicationId, schema, schemaVersion } from './schema.ts';

/**
 * How much of what was acknowledged survives a power cut. A killed process loses nothing either way.
 *
 * - `full`: everything; every commit waits for the disk (`PRAGMA synchronous = FULL`).
 * - `normal`: the last moments may be lost; the file stays sound (`NORMAL`).
 */
export type Durability = 'full' | 'normal';

/**
 * How much of a file is looked at before it is used.
 *
 * - `whole-file`: the structure of every page (`PRAGMA quick_check`); takes about a second per gigabyte.
 * - `header`: whose file it is, and no more. Damage shows when it is met.
 */
export type FileCheck = 'whole-file' | 'header';

/**
 * Opens a task hub file, making it when it is not there, and keeps it for itself until it is closed: two hosts on one
 * file would run every orchestration twice.
 *
 * @throws {DurableHostError} `in-use`, `not-a-hub`, `schema-version`, `damaged`, `disk-full` or `database`. Nothing is changed in a
 *   file that is refused.
 */
export function openDatabase(path: string, durability: Durability, fileCheck: FileCheck = 'whole-file'): DatabaseSync {
  let database: DatabaseSync | undefined;
  try {
    checkFile(path);
    database = new DatabaseSync(path);
    // Before WAL is entered, so that its index is kept in memory and the lock is one the system frees with the process.
    database.exec('PRAGMA locking_mode = EXCLUSIVE');
    const isNew = checkOwner(database, path);
    if (!isNew) checkLength(path, Number(database.prepare('PRAGMA page_size').get()?.page_size));
    if (!isNew && fileCheck === 'whole-file') checkPages(database, path);
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
function checkOwner(database: DatabaseSync, path: string): boolean {
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

/** Looks for damage, and says where the first was found. */
function checkPages(database: DatabaseSync, path: string): void {
  const finding = database.prepare('PRAGMA quick_check(1)').get()?.quick_check;
  if (finding === 'ok') return;
  throw new DurableHostError('damaged', `'${path}' is damaged: ${String(finding)}. Bring back a copy of it.`);
}
