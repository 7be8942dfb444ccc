export type {
  AzureBinding,
  AzureFunctionHandler,
  AzureFunctions,
  AzureInvocationContext,
} from './azure-functions/azure-functions-api.ts';
export type { DurableFunction } from './azure-functions/check-functions.ts';
export type { ClientBinding, ClientCreationUrls, ClientManagementUrls } from './azure-functions/read-client-binding.ts';
export {
  type AzureFunctionsRegistration,
  registerWithAzureFunctions,
} from './azure-functions/register-with-azure-functions.ts';
