import { type CreateOptions, describeNewThroughput } from '../throughput/describe-throughput.ts';
import type { DatabaseReference } from './database-reference.ts';
import { newOperation, type Operation } from './operation.ts';
import { requireDatabase } from './operation-resource.ts';

/** The account and its databases. */
export const accountOperations = {
  /** Reads the account: its regions and its consistency. */
  readAccount(): Operation {
    return newOperation({ type: 'read', resource: { kind: 'account' } });
  },

  /**
   * Creates a database; the body is `{ "id": … }`.
   *
   * @param options  `throughput` is shared by its containers. (default: each container has its own)
   */
  createDatabase(database: DatabaseReference, options?: CreateOptions): Operation {
    return newOperation({
      type: 'create',
      resource: requireDatabase(database),
      details: describeNewThroughput(options),
    });
  },

  /** Reads the properties of a database. */
  readDatabase(database: DatabaseReference): Operation {
    return newOperation({ type: 'read', resource: requireDatabase(database) });
  },

  /** Deletes a database with everything in it. */
  deleteDatabase(database: DatabaseReference): Operation {
    return newOperation({ type: 'delete', resource: requireDatabase(database) });
  },
};
