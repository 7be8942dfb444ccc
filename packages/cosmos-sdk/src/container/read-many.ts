import { CosmosOperation, type ExecuteOptions, type ItemKey, PartitionKey } from '@perdura/cosmos-driver';
import { optionsOfCall } from '../client/options-of-call.ts';
import { rowsOf } from '../queries/query-page.ts';
import { type ResponseMetadata, responseMetadata } from '../response/response-metadata.ts';
import { checkItems } from './check-items.ts';
import type { ContainerScope } from './container-scope.ts';
import { storedPartitionKey } from './item-key.ts';

/** Options of reading many items. */
export interface ReadManyOptions extends Omit<ExecuteOptions, 'contentResponseOnWrite'> {
  /** See at least what this token has seen, in place of the client's own. */
  readonly sessionToken?: string | undefined;
}

/** Many items. Charge and diagnostics are those of all requests it took. */
export interface ReadManyResponse<T> extends ResponseMetadata {
  /** The items that are there, in the order of the keys. */
  readonly items: readonly T[];
  /** The keys of those that are not. */
  readonly missing: readonly ItemKey[];
}

/** Reads many items by as few requests as can be. */
export async function readMany<T extends object>(
  scope: ContainerScope,
  keys: readonly ItemKey[],
  options: ReadManyOptions | undefined,
): Promise<ReadManyResponse<T>> {
  const { connection, reference, paths } = scope;
  const { sessionToken, ...others }: ReadManyOptions = optionsOfCall(options);
  let operation = CosmosOperation.readMany(reference, keys);
  if (sessionToken !== undefined) operation = operation.withSessionToken(sessionToken);
  const response = await connection.execute(operation, others);
  const found = rowsOf(response) as readonly (T & { readonly id: string })[];
  const names = new Set(found.map((item) => nameOf(storedPartitionKey(item, paths), item.id)));
  const missing = keys.filter(({ partitionKey, id }) => !names.has(nameOf(PartitionKey.from(partitionKey), id)));
  return { ...responseMetadata(response), items: (await checkItems(scope, found, response)) as readonly T[], missing };
}

function nameOf(partitionKey: PartitionKey, id: string): string {
  return `${partitionKey.header}${id}`;
}
