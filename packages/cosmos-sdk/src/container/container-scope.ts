import type { ContainerReference } from '@perdura/cosmos-driver';
import type { Connection } from '../client/connection.ts';
import type { ItemSchema } from '../schema/standard-schema.ts';

/** What every operation of a container client starts from. */
export interface ContainerScope {
  /** The way to the driver. */
  readonly connection: Connection;
  /** The container: resource id and partition key definition. */
  readonly reference: ContainerReference;
  /** Property names along each of the partition key paths. */
  readonly paths: readonly (readonly string[])[];
  /** What items must be; `undefined` when nobody said. */
  readonly schema: ItemSchema | undefined;
  /** Whether items that are read go through the schema too. */
  readonly validateOnRead: boolean;
}
