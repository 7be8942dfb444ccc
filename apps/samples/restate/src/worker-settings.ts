/** Where the worker's process finds what it needs. */
export interface WorkerSettings {
  /** Account URL of the shop's database. */
  readonly cosmosEndpoint: string;
  /** That account's key. */
  readonly cosmosKey: string;
  /** Regions to read from, best first. */
  readonly preferredRegions: readonly string[];
  /** Port to listen on; `0` for any. The server remembers it, so a worker that is started again takes the same. */
  readonly port: number;
}

const VARIABLE = 'SHOP_WORKER';

/** The environment variable that carries the settings to the process. */
export function writeWorkerSettings(settings: WorkerSettings): Record<string, string> {
  return { [VARIABLE]: JSON.stringify(settings) };
}

/** @throws when the process was not started with settings. */
export function readWorkerSettings(environment: NodeJS.ProcessEnv): WorkerSettings {
  const text = environment[VARIABLE];
  if (text === undefined) throw new Error(`The worker's process needs ${VARIABLE}; run-orders-on-restate.ts sets it.`);
  return JSON.parse(text);
}
