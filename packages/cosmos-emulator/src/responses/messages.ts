/** How the gateway words what happens often. @see https://learn.microsoft.com/rest/api/cosmos-db/http-status-codes-for-cosmosdb */
export const notFoundMessage = 'Resource Not Found. Learn more: https://aka.ms/cosmosdb-tsg-not-found';
export const conflictMessage = 'Entity with the specified id already exists in the system.';
export const preconditionFailedMessage =
  'Operation cannot be performed because one of the specified precondition is not met';
export const partitionKeyMismatchMessage =
  "PartitionKey extracted from document doesn't match the one specified in the header. Learn more: https://aka.ms/CosmosDB/sql/errors/wrong-pk-value";
