import {
  describeOfferMigration,
  describeThroughput,
  type ReplaceOfferOptions,
  type ReplaceThroughputOptions,
} from '../throughput/describe-throughput.ts';
import type { Throughput } from '../throughput/throughput.ts';
import type { ContainerReference } from './container-reference.ts';
import type { DatabaseReference } from './database-reference.ts';
import { newOperation, type Operation } from './operation.ts';
import { offerResource, throughputResource } from './operation-resource.ts';

/** Throughputs, and the offers that the service keeps them in. */
export const throughputOperations = {
  /**
   * Reads the throughput of a database or container: `readThroughputState` reads it in the response. Fails with `not-found`
   * when the resource has none of its own, because its database or its containers have it, or the account is serverless.
   */
  readThroughput(of: DatabaseReference | ContainerReference): Operation {
    return newOperation({ type: 'read', resource: throughputResource(of) });
  },

  /**
   * Changes the throughput of a database or container, also from manual to autoscale and back. Large changes take the
   * service minutes; the operation looks every five seconds and ends when they are done.
   *
   * @param options  `waitForCompletion: false` ends it when the service has accepted the change. (default `true`)
   * @throws {TypeError} when the throughput is none.
   */
  replaceThroughput(
    of: DatabaseReference | ContainerReference,
    throughput: Throughput,
    options?: ReplaceThroughputOptions,
  ): Operation {
    return newOperation({
      type: 'replace',
      resource: throughputResource(of),
      details: describeThroughput(throughput, options),
    });
  },

  /** Looks for offers by a query, the body; the response's body is of kind `items`. `readThroughput` is what most want. */
  queryOffers(): Operation {
    return newOperation({ type: 'query', resource: { kind: 'offers' } });
  },

  /** Reads an offer. @param rid  Its resource id. @throws {TypeError} when it is none. */
  readOffer(rid: string): Operation {
    return newOperation({ type: 'read', resource: offerResource(rid) });
  },

  /**
   * Replaces an offer; the body is all of it.
   *
   * @param rid  Its resource id.
   * @param options  `migrateTo` changes its kind, and the service chooses the number. (default: the kind stays)
   * @throws {TypeError} when it is none, and for options that do not exist.
   */
  replaceOffer(rid: string, options?: ReplaceOfferOptions): Operation {
    return newOperation({ type: 'replace', resource: offerResource(rid), details: describeOfferMigration(options) });
  },
};
