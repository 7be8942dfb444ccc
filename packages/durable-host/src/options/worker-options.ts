/** A process that runs functions for a host. */
export interface WorkerOptions {
  /** Where it is reached: `POST {url}/{functionName}` invokes a function. */
  readonly url: string | URL;
  /** Names of the functions it is asked to run; upper and lower case mean the same. */
  readonly functions: readonly string[];
  /**
   * How long one invocation may take, in milliseconds. An activity that takes longer fails; a turn of an orchestration is tried
   * again. (default 1,800,000, half an hour, as Azure Functions outside of its consumption plan)
   */
  readonly timeoutMs?: number | undefined;
}

/** {@link WorkerOptions} with every default applied. */
export interface ResolvedWorkerOptions {
  /** Without a slash at its end. */
  readonly url: string;
  readonly functions: readonly string[];
  readonly timeoutMs: number;
}

/** @see https://learn.microsoft.com/azure/azure-functions/functions-host-json#functiontimeout */
const defaultTimeoutMs = 1_800_000;

/** The longest delay a timer of JavaScript takes. */
const longestTimeoutMs = 2 ** 31 - 1;

/**
 * Checks the workers and applies the defaults.
 *
 * @throws {TypeError} naming what is missing, unknown or malformed.
 */
export function resolveWorkers(workers: unknown): readonly ResolvedWorkerOptions[] {
  if (!Array.isArray(workers)) throw refuse('workers must be a list of { url, functions }');
  return workers.map((worker: unknown, index) => resolveWorker(worker, `workers[${index}]`));
}

function resolveWorker(worker: unknown, place: string): ResolvedWorkerOptions {
  if (typeof worker !== 'object' || worker === null) throw refuse(`${place} must be { url, functions }`);
  const { url, functions, timeoutMs = defaultTimeoutMs, ...rest } = worker as Partial<Record<string, unknown>>;
  const [unknown] = Object.keys(rest);
  if (unknown !== undefined) {
    throw refuse(`${place} has the unknown option '${unknown}'. Known options: url, functions, timeoutMs`);
  }
  const address = url instanceof URL || typeof url === 'string' ? URL.parse(String(url)) : null;
  if (address === null || !/^https?:$/.test(address.protocol) || address.search !== '' || address.hash !== '') {
    throw refuse(`${place}.url must be an absolute http or https address without a query`);
  }
  if (!Array.isArray(functions) || functions.length === 0 || !functions.every(isName)) {
    throw refuse(`${place}.functions must be a list of at least one name`);
  }
  if (typeof timeoutMs !== 'number' || !(timeoutMs >= 1 && timeoutMs <= longestTimeoutMs)) {
    throw refuse(`${place}.timeoutMs must be a number of milliseconds from 1 to ${longestTimeoutMs}`);
  }
  return { url: address.href.replace(/\/+$/, ''), functions: [...functions], timeoutMs };
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '';
}

function refuse(problem: string): TypeError {
  return new TypeError(`DurableHost: ${problem}.`);
}
