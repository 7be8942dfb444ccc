/**
 * Whether the service behind a URL lists the rows of a partition in the order of their keys, as Azure Table Storage does and
 * Cosmos DB does not.
 *
 * @see https://learn.microsoft.com/azure/cosmos-db/table/faq
 */
export function isSortedService(url: string): boolean {
  const { hostname, port } = new URL(url);
  if (/\.table\.cosmos(?:db)?\./.test(hostname)) return false;
  // The port of the Cosmos DB emulator's table endpoint: https://learn.microsoft.com/azure/cosmos-db/emulator
  return port !== '8902';
}
