import { checkNames } from './check-names.ts';

/** A process that runs functions for a host. */
export interface WorkerOptions {
  /** Where it is reached: `POST {url}/{functionName}` invokes a function. */
  readonly url: string | URL;
  /** Names of the functions it is asked to run; upper and lower case mean the same. */
  readonly functions: readonly string[];
  /**
   * How long one activity, or one batch of operations of an entity, may take, in milliseconds. An activity that takes longer fails, a
   * batch is run again. (default 1,800,000, half an hour, as Azure Functions outside of its consumption plan)
   */
  readonly timeoutMs?: number | undefined;
  /** How long one turn of an orchestration may take, in milliseconds; it is taken again then. (default 60,000, a minute) */
  readonly turnTimeoutMs?: number | undefined;
}

/** {@link WorkerOptions} with every default applied. */
export interface ResolvedWorkerOptions {
  /** Without a slash at its end. */
  readonly url: string;
  readonly functions: readonly string[];
  readonly timeoutMs: number;
  readonly turnTimeoutMs: number;
}

const optionNames: readonly (keyof WorkerOptions)[] = ['url', 'functions', 'timeoutMs', 'turnTimeoutMs'];

/** @see https://learn.microsoft.com/azure/azure-functions/functions-host-json#functiontimeout */
const defaultTimeoutMs = 1_800_000;

/** Ours: code that only decides, and does so a hundred thousand times, takes seconds. */
const defaultTurnTimeoutMs = 60_000;

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
  checkNames(`DurableHost: ${place}`, worker, optionNames);
  const {
    url,
    functions,
    timeoutMs = defaultTimeoutMs,
    turnTimeoutMs = defaultTurnTimeoutMs,
  } = worker as Partial<Record<string, unknown>>;
  const address = url instanceof URL || typeof url === 'string' ? URL.parse(String(url)) : null;
  if (address === null || !/^https?:$/.test(address.protocol) || address.search !== '' || address.hash !== '') {
    throw refuse(`${place}.url must be an absolute http or https address without a query`);
  }
  if (!Array.isArray(functions) || functions.length === 0 || !functions.every(isName)) {
    throw refuse(`${place}.functions must be a list of at least one name`);
  }
  for (const [name, value] of Object.entries({ timeoutMs, turnTimeoutMs })) {
    if (isTimeout(value)) continue;
    throw refuse(`${place}.${name} must be a number of milliseconds from 1 to ${longestTimeoutMs}`);
  }
  return {
    url: address.href.replace(/\/+$/, ''),
    functions: [...functions],
    timeoutMs: Number(timeoutMs),
    turnTimeoutMs: Number(turnTimeoutMs),
  };
}

function isTimeout(value: unknown): boolean {
  return typeof value === 'number' && value >= 1 && value <= longestTimeoutMs;
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '';
}

function refuse(problem: string): TypeError {
  return new TypeError(`DurableHost: ${problem}.`);
}
