import { accessSync, constants, statSync } from 'node:fs';
import { DurableHostError } from '../durable-host-error.ts';

// No file is opened here: to close it would give back the locks SQLite has on it in this process.
// https://www.sqlite.org/howtocorrupt.html#_posix_advisory_locks_canceled_by_a_separate_thread_doing_close_

/** A database has at least one page, and this is the smallest. @see https://www.sqlite.org/fileformat.html#pages */
const smallestPageBytes = 512;

/**
 * Looks at a file before SQLite does, which takes one of a few bytes for an empty one and overwrites it. A file that is
 * not there, or has nothing in it, is to become a database.
 *
 * @param canWrite  Whether this process may write a file.
 * @throws {DurableHostError} `not-a-hub`, or `database` when it may not be written.
 */
export function checkFile(path: string, canWrite: (path: string) => boolean = mayWrite): void {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined || !stat.isFile()) return;
  if (!canWrite(path)) {
    throw new DurableHostError('database', `'${path}' may only be read. Let this process write it.`);
  }
  if (stat.size > 0 && stat.size < smallestPageBytes) {
    throw new DurableHostError('not-a-hub', `'${path}' is not a database, or not all of one.`);
  }
}

/**
 * Makes sure that a database ends with a whole page. Of a write that broke off, the whole is in the log beside the file.
 *
 * @throws {DurableHostError} `damaged`.
 */
export function checkLength(path: string, pageBytes: number): void {
  const size = sizeOf(path);
  if (size % pageBytes === 0 || sizeOf(`${path}-wal`) > 0) return;
  throw new DurableHostError('damaged', `'${path}' is damaged: it ends amid a page. Bring back a copy of it.`);
}

/** 0 for a file that is not there, and for what is no path but `':memory:'` or a URI. */
function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

function mayWrite(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    // Why it may not is of no interest: whoever is told looks.
    return false;
  }
}
