import type { CreateOptions, ExecuteOptions } from '@perdura/cosmos-driver';
import { optionsOfCall } from '../client/options-of-call.ts';
import { isSchema } from '../schema/apply-schema.ts';
import type { ItemSchema } from '../schema/standard-schema.ts';

/** What a container's client is told about the items. */
export interface ItemTyping {
  /** What items must be: writes store what it makes of them. Of any library that follows Standard Schema. (default: anything) */
  readonly schema?: ItemSchema | undefined;
  /**
   * Whether items that are read go through the schema too: those of `readItem`, `findItem`, `readMany` and `readAll`; only with
   * a schema. Rows of queries, batches and change feeds only have its type. (default `false`: all only have its type)
   */
  readonly validateOnRead?: boolean | undefined;
}

/** Options of `database.container`. */
export interface ContainerOptions<Paths extends readonly string[] = readonly string[]>
  extends ExecuteOptions,
    ItemTyping {
  /** The container's partition key paths, such as `['/tenantId']`: they type the keys, and are held against the container. */
  readonly partitionKey?: Paths | undefined;
}

/** Options of `database.createContainer`. */
export interface CreateContainerOptions extends ExecuteOptions, CreateOptions, ItemTyping {}

/** Takes what is about the items out of the options of a call. @throws {TypeError} */
export function takeItemTyping<Options extends ItemTyping>(
  options: Options | undefined,
): { readonly typing: ItemTyping; readonly others: Partial<Omit<Options, keyof ItemTyping>> } {
  const { schema, validateOnRead, ...others }: Partial<Options> = optionsOfCall(options);
  if (schema !== undefined && !isSchema(schema)) {
    throw new TypeError('Option "schema" must be a schema of a library that follows Standard Schema, such as zod.');
  }
  if (validateOnRead !== undefined && typeof validateOnRead !== 'boolean') {
    throw new TypeError('Option "validateOnRead" must be a boolean.');
  }
  if (validateOnRead === true && schema === undefined) {
    throw new TypeError('Option "validateOnRead" needs a schema to validate with.');
  }
  return { typing: { schema, validateOnRead }, others };
}
