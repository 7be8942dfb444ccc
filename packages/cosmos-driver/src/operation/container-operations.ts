import { type CreateOptions, describeNewThroughput } from '../throughput/describe-throughput.ts';
import { type ContainerReference, containerAddress } from './container-reference.ts';
import type { DatabaseReference } from './database-reference.ts';
import { newOperation, type Operation } from './operation.ts';
import { requireContainer, requireDatabase } from './operation-resource.ts';

/** Containers and how they are partitioned. */
export const containerOperations = {
  /**
   * Creates a container; the body holds its properties.
   *
   * @param options  `throughput` is its own. (default: the database's, else the service chooses)
   */
  createContainer(database: DatabaseReference, id: string, options?: CreateOptions): Operation {
    const resource = containerAddress(requireDatabase(database), id);
    return newOperation({ type: 'create', resource, details: describeNewThroughput(options) });
  },

  /** Reads the properties of a container. */
  readContainer(database: DatabaseReference, id: string): Operation {
    return newOperation({ type: 'read', resource: containerAddress(requireDatabase(database), id) });
  },

  /** Replaces the properties of a container; the body holds all of them. Id and partition key cannot change. */
  replaceContainer(database: DatabaseReference, id: string): Operation {
    return newOperation({ type: 'replace', resource: containerAddress(requireDatabase(database), id) });
  },

  /** Deletes a container with all its items. */
  deleteContainer(database: DatabaseReference, id: string): Operation {
    return newOperation({ type: 'delete', resource: containerAddress(requireDatabase(database), id) });
  },

  /** Reads one page of a container's partition key ranges; the response's body is of kind `items`. */
  readPartitionKeyRanges(container: ContainerReference): Operation {
    const resource = { kind: 'partition-key-ranges', container: requireContainer(container) } as const;
    return newOperation({ type: 'read-feed', resource, feed: {} });
  },
};
