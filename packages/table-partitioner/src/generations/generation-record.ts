import type { Generation, GenerationState } from '../partitioner/generation.ts';
import { TablePartitionerError } from '../table-partitioner-error.ts';
import type { NamedParts } from './named-parts.ts';

/** Partition of the control table that holds the generations. */
export const GENERATIONS_PARTITION = 'generations';
/** Row that every change of the generations also changes, so that two changes at once are one too many. */
export const HEAD_ROW = '0000000000';

/** The row key of a generation: its id, padded so that rows are in the order of ids. */
export function generationRowKey(id: number): string {
  return String(id).padStart(HEAD_ROW.length, '0');
}

/** A generation as the properties of a row: strategy and key format by their names. */
export function writeGeneration(generation: Generation): Record<string, unknown> {
  const { table, partitions, strategy, keyFormat, state, closedAt } = generation;
  return {
    table,
    partitions,
    strategy: strategy.name,
    keyFormat: keyFormat.name,
    state,
    ...(closedAt === undefined ? {} : { closedAt }),
  };
}

/**
 * Reads a generation from its row.
 *
 * @throws {TablePartitionerError} `unreadable-answer` when its strategy or key format is not known by that name, or a
 *   property is missing.
 */
export function readGeneration(
  row: Readonly<Record<string, unknown>>,
  named: NamedParts,
  controlTable: string,
): Generation {
  const { rowKey, table, partitions, strategy, keyFormat, state, closedAt } = row;
  const id = Number(rowKey);
  const refuse = (what: string): never => {
    throw new TablePartitionerError(
      'unreadable-answer',
      `Generation ${String(rowKey)} in table "${controlTable}" ${what}.`,
      { table: controlTable },
    );
  };
  if (!Number.isSafeInteger(id) || typeof table !== 'string' || typeof partitions !== 'number') {
    return refuse('lacks its id, table or partitions');
  }
  return {
    id,
    table,
    partitions,
    strategy:
      named.strategy(String(strategy)) ??
      refuse(`has the strategy "${String(strategy)}", which is not known here; pass it as one of the strategies`),
    keyFormat:
      named.keyFormat(String(keyFormat)) ??
      refuse(`has the key format "${String(keyFormat)}", which is not known here; pass it as one of the keyFormats`),
    state: state as GenerationState,
    ...(closedAt === undefined ? {} : { closedAt: new Date(closedAt as string | Date) }),
  };
}
