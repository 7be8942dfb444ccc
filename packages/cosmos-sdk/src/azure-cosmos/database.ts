import { CosmosOperation, type CosmosResponse, DatabaseReference } from '@perdura/cosmos-driver';
import type { Account, MakeOperation } from './account.ts';
import { Container } from './container.ts';
import { Containers } from './containers.ts';
import type { CosmosHeaders } from './cosmos-headers.ts';
import type { ThroughputRequest } from './new-throughput.ts';
import { notImplemented } from './not-implemented.ts';
import { findOffer, type OfferResponse } from './offer.ts';
import { executeOptions, type RequestOptions, withRequestOptions } from './request-options.ts';
import type { Resource } from './resource.ts';
import { partsOf, ResourceResponse } from './resource-response.ts';
import { requireUrl, resourceUrl } from './resource-url.ts';
import { refusedUser, refusedUsers, type User, type Users } from './scripts.ts';

/** A database as the service describes it. */
export interface DatabaseDefinition {
  /** The database's id. */
  id?: string;
}

/** A database to be created. */
export interface DatabaseRequest extends DatabaseDefinition, ThroughputRequest {}

/** The answer to an operation on a database. */
export class DatabaseResponse extends ResourceResponse<DatabaseDefinition & Resource> {
  /** The database. */
  readonly database: Database;

  constructor(
    resource: (DatabaseDefinition & Resource) | undefined,
    headers: CosmosHeaders,
    statusCode: number,
    database: Database,
    diagnostics: DatabaseResponse['diagnostics'],
  ) {
    super(resource, headers, statusCode, diagnostics);
    this.database = database;
  }
}

/** A database, whether or not it exists. */
export class Database {
  /** The database's id. */
  readonly id: string;
  /** Its containers. */
  readonly containers: Containers;
  /** Not offered. */
  readonly users: Users;
  readonly #account: Account;

  /** Made by `client.database(id)`. */
  constructor(id: string, account: Account) {
    this.id = id;
    this.#account = account;
    this.containers = new Containers(this, account);
    this.users = refusedUsers();
  }

  /** Its link, such as `dbs/shop`. @throws {Error} for ids that cannot be, as every operation does. */
  get url(): string {
    return resourceUrl('dbs', this.id);
  }

  /** A container, whether or not it exists. */
  container(id: string): Container {
    return new Container(this, id, this.#account);
  }

  /** Not offered. */
  user(_id: string): User {
    return refusedUser();
  }

  /** Reads the database's properties. @throws {ErrorResponse} 404 */
  async read(options?: RequestOptions): Promise<DatabaseResponse> {
    return this.#execute(() => CosmosOperation.readDatabase(DatabaseReference.from(this.id)), options);
  }

  /** Deletes the database with everything in it. */
  async delete(options?: RequestOptions): Promise<DatabaseResponse> {
    return this.#execute(() => CosmosOperation.deleteDatabase(DatabaseReference.from(this.id)), options);
  }

  /** Reads the throughput that the containers share; no `resource` when they share none. */
  async readOffer(options?: RequestOptions): Promise<OfferResponse> {
    const { resource } = await this.read();
    return findOffer(this.#account, resource?._self ?? '', options);
  }

  /** Not offered. */
  async createClientEncryptionKey(..._given: unknown[]): Promise<never> {
    throw notImplemented('database.createClientEncryptionKey');
  }

  /** Not offered. */
  async readClientEncryptionKey(..._given: unknown[]): Promise<never> {
    throw notImplemented('database.readClientEncryptionKey');
  }

  /** Not offered. */
  async rewrapClientEncryptionKey(..._given: unknown[]): Promise<never> {
    throw notImplemented('database.rewrapClientEncryptionKey');
  }

  async #execute(make: MakeOperation, options: RequestOptions | undefined): Promise<DatabaseResponse> {
    requireUrl(this);
    const making: MakeOperation = async () => withRequestOptions(await make(), options);
    return databaseResponse(await this.#account.execute(making, executeOptions(options)), this);
  }
}

/** The answer to an operation on a database. */
export function databaseResponse(response: CosmosResponse, database: Database): DatabaseResponse {
  const { resource, headers, statusCode, diagnostics } = partsOf<DatabaseDefinition & Resource>(response);
  return new DatabaseResponse(resource, headers, statusCode, database, diagnostics);
}
