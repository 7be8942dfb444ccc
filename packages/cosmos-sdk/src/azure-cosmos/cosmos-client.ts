import { CosmosOperation } from '@perdura/cosmos-driver';
import { type Account, lazyAccount, openAccount } from './account.ts';
import { type CosmosClientOptions, planAccount } from './client-options.ts';
import { Database } from './database.ts';
import { DatabaseAccount, type Location } from './database-account.ts';
import { Databases } from './databases.ts';
import { Offer } from './offer.ts';
import { Offers } from './offers.ts';
import { executeOptions, type RequestOptions } from './request-options.ts';
import { partsOf, ResourceResponse } from './resource-response.ts';

/**
 * The client of `@azure/cosmos` 4.10.1 by its shape, over the client of this package by what it does.
 *
 * Making one asks nobody; the first operation does, once for all that wait for it, and anew after a failure.
 */
export class CosmosClient {
  /** The account's databases. */
  readonly databases: Databases;
  /** The account's throughputs. */
  readonly offers: Offers;
  readonly #account: Account;
  readonly #endpoint: string;
  readonly #preferredLocations: readonly string[];

  /**
   * @param options  A connection string, or options.
   * @throws {Error} for a connection string that is none.
   * @throws {TypeError} for an endpoint that is no URL, and without a credential.
   * @throws {ErrorResponse} 501 for options that are not offered.
   */
  constructor(options: string | CosmosClientOptions) {
    const plan = planAccount(options);
    this.#account = lazyAccount(() => openAccount(plan), plan.throttlingOfBulks);
    this.#endpoint = plan.plan.driverOptions.endpoint;
    this.#preferredLocations = plan.plan.driverOptions.preferredRegions ?? [];
    this.databases = new Databases(this.#account);
    this.offers = new Offers(this.#account);
  }

  /** A database, whether or not it exists. */
  database(id: string): Database {
    return new Database(id, this.#account);
  }

  /** A throughput, by the id of its offer. */
  offer(id: string): Offer {
    return new Offer(id, this.#account);
  }

  /** Reads the account. */
  async getDatabaseAccount(options?: RequestOptions): Promise<ResourceResponse<DatabaseAccount>> {
    const response = await this.#account.execute(() => CosmosOperation.readAccount(), executeOptions(options));
    const { resource, headers, statusCode, diagnostics, substatus } =
      partsOf<ConstructorParameters<typeof DatabaseAccount>[0]>(response);
    return new ResourceResponse(new DatabaseAccount(resource ?? {}), headers, statusCode, diagnostics, substatus);
  }

  /** The URL that writes go to first. */
  async getWriteEndpoint(): Promise<string> {
    return (await this.getWriteEndpoints())[0] ?? this.#endpoint;
  }

  /** The URL that reads go to first. */
  async getReadEndpoint(): Promise<string> {
    return (await this.getReadEndpoints())[0] ?? this.#endpoint;
  }

  /** The URLs that writes may go to. */
  async getWriteEndpoints(): Promise<readonly string[]> {
    const { resource } = await this.getDatabaseAccount();
    return this.#inOrder(resource?.writableLocations ?? []);
  }

  /** The URLs that reads may go to. */
  async getReadEndpoints(): Promise<readonly string[]> {
    const { resource } = await this.getDatabaseAccount();
    return this.#inOrder(resource?.readableLocations ?? []);
  }

  /** Closes the connections. An operation that comes later opens new ones. */
  dispose(): void {
    this.#account.dispose();
  }

  #inOrder(locations: readonly Location[]): readonly string[] {
    const preferred = this.#preferredLocations.flatMap((name) => locations.filter((each) => each.name === name));
    const ordered = [...preferred, ...locations.filter((each) => !preferred.includes(each))];
    return ordered.map((each) => each.databaseAccountEndpoint);
  }
}
