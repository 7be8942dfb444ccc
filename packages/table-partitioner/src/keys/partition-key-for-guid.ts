import { warnOnce, warnProcess } from '../effects/warn-once.ts';
import { type GuidInput, readGuidBytes, readGuidInto } from '../guid/parse-guid.ts';
import { refuseUnknownOptions } from '../refuse-unknown-options.ts';
import { assertKeyText } from './assert-key-text.ts';
import { byteSum } from './byte-sum.ts';
import { describeSkew, describeSkewOf } from './describe-skew.ts';
import { jump } from './jump.ts';
import { decimal, type KeyFormat } from './key-format.ts';
import { murmur3 } from './murmur3.ts';
import { type Partitioning, partitionKeyOf, resolvePartitioning } from './partitioning.ts';

/** How a partition key is derived. */
export interface PartitionKeyOptions extends Partitioning {
  /**
   * Is told, in one sentence and once each, when the partitions are known to be loaded unevenly. (default:
   * `process.emitWarning`)
   */
  readonly onWarning?: (warning: string) => void;
}

const DECIMAL: KeyFormat = decimal();
const OPTION_NAMES: ReadonlySet<string> = new Set(['partitions', 'strategy', 'keyFormat', 'onWarning']);

/**
 * The bytes of the GUID at work, for strategies of this package: they read them and forget them, so nothing needs to be made
 * for every key. Others are given bytes of their own, as they may keep them, or come here again.
 */
const BYTES: Uint8Array = new Uint8Array(16);

/**
 * The partition key under which the row of this GUID lives, so that a row key alone finds its row.
 *
 * @throws {TablePartitionerError} `invalid-guid` when the GUID is none.
 * @throws {TypeError} when the number of partitions, the strategy or the key format cannot work, or an option is unknown.
 */
export function partitionKeyForGuid(guid: GuidInput, options: PartitionKeyOptions): string {
  if (!hasKnownOptions(options)) refuseUnknownOptions('partitionKeyForGuid', options, OPTION_NAMES);
  const { onWarning = warnProcess } = options;
  if (typeof onWarning !== 'function') throw new TypeError('The option onWarning is a function that takes a text.');
  const partitioning = resolvePartitioning(options);
  const { strategy, keyFormat } = partitioning;
  const own = strategy === byteSum || strategy === murmur3 || strategy === jump;
  const bytes = own ? readGuidInto(guid, BYTES) : readGuidBytes(guid);
  const warning = describeSkew(partitioning) ?? describeSkewOf(bytes, partitioning);
  const key = partitionKeyOf(bytes, partitioning);
  // Digits alone are always a key.
  if (keyFormat !== DECIMAL) assertKeyText(key, 'The partition key');
  // Last, as whoever is told may come here again.
  if (warning !== undefined) warnOnce(onWarning, warning);
  return key;
}

/** A quick look, as nearly always they are known: names are compared, and none is looked up. */
function hasKnownOptions(options: unknown): boolean {
  if (typeof options !== 'object' || options === null) return false;
  for (const name in options) {
    if (name !== 'partitions' && name !== 'strategy' && name !== 'keyFormat' && name !== 'onWarning') return false;
  }
  return true;
}
