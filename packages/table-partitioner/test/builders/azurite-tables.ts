import { TableClient } from '@azure/data-tables';
import { afterAll, beforeAll } from '@jest/globals';
import { type Azurite, startAzurite } from '@perdura/peers';

/** The Azurite of a test file, and its tables. */
export interface AzuriteTables {
  /** The server, once the tests run. */
  server(): Azurite;
  /** A client of a table, which need not be there. */
  connect(table: string): TableClient;
}

/** Its address is http. */
export const insecure = { allowInsecureConnection: true };

/** Runs Azurite while the tests of the file do. */
export function azuriteTables(): AzuriteTables {
  let azurite: Azurite;
  beforeAll(async () => {
    azurite = await startAzurite();
  }, 40_000);
  afterAll(() => azurite.close());
  return {
    server: () => azurite,
    connect: (table) => TableClient.fromConnectionString(azurite.connectionString, table, insecure),
  };
}
