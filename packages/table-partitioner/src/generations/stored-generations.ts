import { orTableError } from '../effects/or-table-error.ts';
import type { Generation } from '../partitioner/generation.ts';
import type { RowAction, TableLike } from '../service/table-like.ts';
import type { GenerationsChange } from './decide-change.ts';
import {
  GENERATIONS_PARTITION,
  generationRowKey,
  HEAD_ROW,
  readGeneration,
  writeGeneration,
} from './generation-record.ts';
import type { NamedParts } from './named-parts.ts';

/** The stored generations, and what a change of them is conditional on. */
export interface StoredGenerations {
  /** Ids ascending. */
  readonly generations: readonly Generation[];
  /** The ETags of rows by their keys; that of the head is missing before the first change. */
  readonly etags: ReadonlyMap<string, string>;
  /** What the last change named itself. */
  readonly changeId: unknown;
}

/**
 * Reads what the control table holds.
 *
 * @throws {TablePartitionerError} when it cannot be read, or names what is not known here.
 */
export async function readStoredGenerations(
  control: TableLike,
  named: NamedParts,
  signal: AbortSignal | undefined,
): Promise<StoredGenerations> {
  const pages = control
    .listEntities({
      queryOptions: { filter: `PartitionKey eq '${GENERATIONS_PARTITION}'` },
      ...(signal === undefined ? {} : { abortSignal: signal }),
    })
    .byPage();
  const etags = new Map<string, string>();
  const generations: Generation[] = [];
  let changeId: unknown;
  for (;;) {
    const page = await orTableError(control.tableName, pages.next());
    // The service may list in any order.
    if (page.done === true) return { generations: generations.sort((a, b) => a.id - b.id), etags, changeId };
    for (const row of page.value) {
      etags.set(String(row.rowKey), String(row.etag));
      if (row.rowKey === HEAD_ROW) changeId = row.changeId;
      else generations.push(readGeneration(row, named, control.tableName));
    }
  }
}

/** One transaction: the head first, so that a change decided on other generations than these is refused whole. */
export function actionsOf(
  { created, changed }: GenerationsChange,
  etags: ReadonlyMap<string, string>,
  changeId: string,
): RowAction[] {
  const rowOf = (rowKey: string, properties: object) => ({
    ...properties,
    partitionKey: GENERATIONS_PARTITION,
    rowKey,
  });
  const head = rowOf(HEAD_ROW, { changeId });
  const headEtag = etags.get(HEAD_ROW);
  return [
    headEtag === undefined ? ['create', head] : ['update', head, 'Replace', { etag: headEtag }],
    ...created.map(
      (generation): RowAction => ['create', rowOf(generationRowKey(generation.id), writeGeneration(generation))],
    ),
    ...changed.map((generation): RowAction => {
      const rowKey = generationRowKey(generation.id);
      return ['update', rowOf(rowKey, writeGeneration(generation)), 'Replace', { etag: etags.get(rowKey) ?? '*' }];
    }),
  ];
}
