import { ConsistencyLevel } from './kinds.ts';

/** A region of an account. */
export interface Location {
  /** Its name, such as `East US`. */
  name: string;
  /** Its URL. */
  databaseAccountEndpoint: string;
}

/** What the service says of an account. */
interface AccountBody {
  readonly userConsistencyPolicy?: { readonly defaultConsistencyLevel: ConsistencyLevel };
  readonly writableLocations?: readonly Location[];
  readonly readableLocations?: readonly Location[];
  readonly enableMultipleWriteLocations?: boolean | string;
}

/** An account: its regions and its consistency. */
export class DatabaseAccount {
  /** Regions that accept writes. */
  readonly writableLocations: Location[];
  /** Regions that can be read. */
  readonly readableLocations: Location[];
  /** Link of its databases. */
  readonly databasesLink: string = '/dbs/';
  /** Link of what nobody uses any more. */
  readonly mediaLink: string = '/media/';
  /** How consistent reads are. */
  readonly consistencyPolicy: ConsistencyLevel;
  /** Whether all regions accept writes. */
  readonly enableMultipleWritableLocations: boolean;

  constructor(body: AccountBody) {
    this.writableLocations = [...(body.writableLocations ?? [])];
    this.readableLocations = [...(body.readableLocations ?? [])];
    this.consistencyPolicy = body.userConsistencyPolicy?.defaultConsistencyLevel ?? ConsistencyLevel.Session;
    this.enableMultipleWritableLocations = String(body.enableMultipleWriteLocations) === 'true';
  }
}
