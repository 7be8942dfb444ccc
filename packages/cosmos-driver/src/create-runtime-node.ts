import { nodePlatform } from './effects/platform-node.ts';
import { type CosmosRuntime, openRuntime } from './runtime.ts';
import type { CosmosRuntimeOptions } from './runtime-options.ts';

/**
 * Makes a runtime, on which drivers are made. One per process is enough.
 *
 * @throws {TypeError} for options that do not exist or are out of bounds.
 */
export function createCosmosRuntime(options?: CosmosRuntimeOptions): CosmosRuntime {
  return openRuntime(nodePlatform(), options);
}
