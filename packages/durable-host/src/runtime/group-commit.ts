/** A database, as far as transactions go. */
export interface Transactions {
  /** Runs one statement: `BEGIN IMMEDIATE`, `COMMIT`, `ROLLBACK`. */
  exec(statement: string): void;
}

interface Job {
  readonly work: () => unknown;
  readonly resolve: (value: never) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Collects what one turn of the event loop wants to write into one transaction, so that many writers share one sync of
 * the disk.
 *
 * Owns the transactions of the database: nobody else begins one.
 *
 * 1. Work runs in the order it was handed in, each seeing what the ones before it wrote.
 * 2. A promise resolves only after COMMIT.
 * 3. Work that throws fails alone: the transaction is rolled back and the rest runs again, one by one. So work must
 *    change nothing but the database.
 */
export class GroupCommit {
  readonly #database: Transactions;
  readonly #explain: (error: unknown) => unknown;
  #queue: Job[] = [];

  /** @param explain  Makes of what was thrown what is told to whoever handed the work in. (default: the same) */
  constructor(database: Transactions, explain: (error: unknown) => unknown = (error) => error) {
    this.#database = database;
    this.#explain = explain;
  }

  /**
   * Runs synchronous work inside the next transaction and resolves to what it returned, once that is committed.
   *
   * @throws whatever the work or the database throws; then nothing of it was written.
   */
  run<T>(work: () => T): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (this.#queue.push({ work, resolve, reject }) === 1) setImmediate(() => this.#flush());
    });
  }

  #flush(): void {
    const jobs = this.#queue;
    this.#queue = [];
    if (this.#commit(jobs) || jobs.length === 1) return;
    for (const job of jobs) this.#commit([job]);
  }

  /** Answers whether the jobs are settled. One alone always is; several are not when one of them failed. */
  #commit(jobs: readonly Job[]): boolean {
    const results: unknown[] = [];
    try {
      this.#database.exec('BEGIN IMMEDIATE');
      for (const { work } of jobs) results.push(work());
      this.#database.exec('COMMIT');
    } catch (error) {
      this.#rollBack();
      if (jobs.length === 1) jobs[0]?.reject(this.#explain(error));
      return false;
    }
    for (const [index, { resolve }] of jobs.entries()) resolve(results[index] as never);
    return true;
  }

  #rollBack(): void {
    try {
      this.#database.exec('ROLLBACK');
    } catch {
      // SQLite has rolled back by itself, as it does when the disk is full, or the transaction never began.
    }
  }
}
