export { type Azurite, type StartAzuriteOptions, startAzurite } from './start-azurite.ts';
