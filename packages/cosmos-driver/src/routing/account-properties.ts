import * as z from 'zod/mini';

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

const location: z.ZodMiniType<AccountLocation> = z.object({ name: z.string(), databaseAccountEndpoint: z.string() });

const accountDocument = z.object({
  id: z.optional(z.string()),
  writableLocations: z._default(z.array(location), []),
  readableLocations: z._default(z.array(location), []),
  enableMultipleWriteLocations: z._default(z.boolean(), false),
  enablePerPartitionFailoverBehavior: z._default(z.boolean(), false),
  userConsistencyPolicy: z._default(z.object({ defaultConsistencyLevel: z._default(z.string(), 'Session') }), {
    defaultConsistencyLevel: 'Session',
  }),
});

/**
 * Reads the account document. What an emulator leaves out gets the service's default; what the driver does not use is dropped.
 *
 * @throws when it is not an account document; the error says where.
 * @see https://learn.microsoft.com/rest/api/cosmos-db/get-account-information
 */
export function readAccountProperties(json: unknown): AccountProperties {
  return z.parse(accountDocument, json);
}
