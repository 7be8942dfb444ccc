export { type Azurite, type StartAzuriteOptions, startAzurite } from './start-azurite.ts';
export {
  type CosmosDbServer,
  type StartCosmosDbServerOptions,
  startCosmosDbServer,
} from './start-cosmosdb-server.ts';
export {
  freePorts,
  type RestatePorts,
  type RestateServer,
  type RestateServerStart,
  startRestateServer,
} from './start-restate-server.ts';
export { type ServerProcess, type ServerScript, startServerProcess } from './start-server-process.ts';
