/** Where the task hub's process finds what it needs. */
export interface TaskHubSettings {
  /** File of the task hub; made when missing. */
  readonly databaseFile: string;
  /** Account URL of the shop's database. */
  readonly cosmosEndpoint: string;
  /** That account's key. */
  readonly cosmosKey: string;
  /** Regions to read from, best first. */
  readonly preferredRegions: readonly string[];
}

const VARIABLE = 'SHOP_TASK_HUB';

/** The environment variable that carries the settings to the process. */
export function writeTaskHubSettings(settings: TaskHubSettings): Record<string, string> {
  return { [VARIABLE]: JSON.stringify(settings) };
}

/** @throws when the process was not started with settings. */
export function readTaskHubSettings(environment: NodeJS.ProcessEnv): TaskHubSettings {
  const text = environment[VARIABLE];
  if (text === undefined) throw new Error(`The task hub's process needs ${VARIABLE}; start it with startTaskHub.`);
  return JSON.parse(text);
}
