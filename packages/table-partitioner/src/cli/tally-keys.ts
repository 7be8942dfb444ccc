import { createTally, type Spread, type SpreadLoad } from '../distribution/tally.ts';
import { readGuidInto } from '../guid/parse-guid.ts';
import { isTablePartitionerError } from '../table-partitioner-error.ts';

/** What came of reading keys. */
export interface TalliedKeys {
  /** How many lines were GUIDs. */
  readonly keys: number;
  /** How many were none and left out. */
  readonly skipped: number;
  /** How each spread takes them. */
  readonly spreads: readonly SpreadLoad[];
}

/**
 * Counts the keys of a text by partition. Each is a GUID in a line of its own, in quotes or followed by a comma if need be; empty
 * lines are nothing.
 *
 * @throws {Error} naming the line when it is no GUID, unless those are skipped; when there is no key at all.
 */
export async function tallyKeys(
  lines: AsyncIterable<string>,
  spreads: readonly Spread[],
  skipInvalid: boolean,
): Promise<TalliedKeys> {
  const tally = createTally(spreads);
  const bytes = new Uint8Array(16);
  let [line, keys, skipped] = [0, 0, 0];
  for await (const text of lines) {
    line++;
    const key = text
      .trim()
      .replace(/,$/, '')
      .replace(/^(["'])(.*)\1$/, '$2');
    if (key === '') continue;
    try {
      tally.add(readGuidInto(key, bytes));
      keys++;
    } catch (error) {
      if (!isTablePartitionerError(error)) throw error;
      if (!skipInvalid) throw new Error(`Line ${line}: ${error.message}`, { cause: error });
      skipped++;
    }
  }
  if (keys === 0) throw new Error(`There is no GUID in ${line} lines.`);
  return { keys, skipped, spreads: tally.loads() };
}
