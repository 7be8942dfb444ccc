import { aBoolean, aString, listOf, maybe, objectOf, orElse, type Shape } from '../response/json-shape.ts';

/** A region of the account, as the account document lists it. */
export interface AccountLocation {
  /** The region's name, such as `West US 2`. */
  readonly name: string;
  /** URL of its gateway. */
  readonly databaseAccountEndpoint: string;
}

/** What the driver uses of the account document. */
export interface AccountProperties {
  /** The account's id; not every emulator has one. */
  readonly id?: string | undefined;
  /** Regions that accept writes, in the service's order. */
  readonly writableLocations: readonly AccountLocation[];
  /** Regions that answer reads, in the service's order. */
  readonly readableLocations: readonly AccountLocation[];
  /** Whether all writable regions accept writes at the same time. */
  readonly enableMultipleWriteLocations: boolean;
  /** Whether the service moves the write region of single partitions. */
  readonly enablePerPartitionFailoverBehavior: boolean;
  /** The account's consistency; what it does not say is `Session`. */
  readonly userConsistencyPolicy: { readonly defaultConsistencyLevel: string };
}

const locations = listOf(objectOf<AccountLocation>({ name: aString, databaseAccountEndpoint: aString }));
const defaultConsistencyLevel = 'Session';

const accountDocument: Shape<AccountProperties> = objectOf<Required<AccountProperties>>({
  id: maybe(aString),
  writableLocations: orElse(locations, []),
  readableLocations: orElse(locations, []),
  enableMultipleWriteLocations: orElse(aBoolean, false),
  enablePerPartitionFailoverBehavior: orElse(aBoolean, false),
  userConsistencyPolicy: orElse(objectOf({ defaultConsistencyLevel: orElse(aString, defaultConsistencyLevel) }), {
    defaultConsistencyLevel,
  }),
});

/**
 * Reads the account document. What an emulator leaves out gets the service's default; what the driver does not use is dropped.
 *
 * @throws when it is not an account document; the error says where.
 * @see https://learn.microsoft.com/rest/api/cosmos-db/get-account-information
 */
export function readAccountProperties(json: unknown): AccountProperties {
  return accountDocument(json, 'account');
}
