import { type GuidInput, readGuidBytes } from '../guid/parse-guid.ts';
import { refuseUnknownOptions } from '../refuse-unknown-options.ts';
import { type Partitioning, partitionKeyOf, resolvePartitioning } from './partitioning.ts';

const OPTION_NAMES: ReadonlySet<string> = new Set(['partitions', 'strategy', 'keyFormat']);

/**
 * The partition key under which the row of this GUID lives, so that a row key alone finds its row.
 *
 * @throws {TablePartitionerError} `invalid-guid` when the GUID is none.
 * @throws {TypeError} when the number of partitions, the strategy or the key format cannot work, or an option is unknown.
 */
export function partitionKeyForGuid(guid: GuidInput, options: Partitioning): string {
  refuseUnknownOptions('partitionKeyForGuid', options, OPTION_NAMES);
  return partitionKeyOf(readGuidBytes(guid), resolvePartitioning(options));
}
