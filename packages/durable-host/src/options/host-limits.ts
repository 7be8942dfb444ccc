import { httpActivityName } from '@perdura/durable-core/engine';
import { checkNames } from './check-names.ts';
import type { FunctionRegistry } from './function-registry.ts';

/** How much of one activity is allowed. */
export interface ActivityLimits {
  /** Most runs at once. (default: no limit of its own) */
  readonly maxConcurrent?: number | undefined;
  /**
   * Most runs that begin within a span of time, for instance `{ starts: 10, perMs: 1_000 }`. Runs of an earlier process are
   * not counted. (default: no limit)
   */
  readonly rate?: ActivityRate | undefined;
  /**
   * How long a run may take, in milliseconds. Then its `signal` is aborted, its task fails with the error type
   * `activity-timeout`, and what it does later is not looked at. (default: no limit)
   */
  readonly timeoutMs?: number | undefined;
}

/** So many in so long. */
export interface ActivityRate {
  /** How many runs may begin. */
  readonly starts: number;
  /** Within how many milliseconds. */
  readonly perMs: number;
}

/** What a host takes on at a time. Everything beyond a limit waits in the database, not in memory. */
export interface HostLimits {
  /**
   * Most activities that run at once, whatever their names. (default 1,000)
   *
   * `maxConcurrentActivityFunctions` of the Durable extension is 10 times the number of processors, for functions that run
   * in other processes. Here they share this one, and one that waits for something costs next to nothing.
   *
   * @see https://learn.microsoft.com/azure/azure-functions/durable/durable-functions-host-json-settings
   */
  readonly maxConcurrentActivities?: number | undefined;
  /** Limits of single activities, by name; `BuiltIn::HttpActivity` stands for the requests of `ctx.callHttp`. (default: none) */
  readonly activities?: Readonly<Record<string, ActivityLimits>> | undefined;
  /** Limits of every single activity, where `activities` does not say otherwise. (default: none) */
  readonly activityDefaults?: ActivityLimits | undefined;
  /**
   * How often the process may die while an activity runs before that activity's task fails with the error type
   * `activity-poisoned`. (default 5, as `maxDequeueCount` of queue triggers of Azure Functions)
   *
   * @see https://learn.microsoft.com/azure/azure-functions/functions-bindings-storage-queue
   */
  readonly maxActivityCrashes?: number | undefined;
  /**
   * Most orchestrations and entities that take a turn at once. (default 100)
   *
   * `maxConcurrentOrchestratorFunctions` of the Durable extension is 10 times the number of processors. Here turns share
   * one thread, and those that take place at once share one sync of the disk, so more of them are faster.
   *
   * @see https://learn.microsoft.com/azure/azure-functions/durable/durable-functions-host-json-settings
   */
  readonly maxConcurrentTurns?: number | undefined;
  /**
   * Most orchestrations whose code is kept in memory between turns; the code of others is replayed from history when
   * something comes for them. (default 1,000)
   */
  readonly maxExecutionsInMemory?: number | undefined;
  /**
   * Most events in the history of one execution; an instance that has more fails with its next turn. (default 250,000:
   * 100,000 activities and their results, as many as `maxOrchestrationActions` of the Durable extension, and some room)
   */
  readonly maxHistoryEvents?: number | undefined;
  /**
   * Most bytes in the history of one execution, about: the inputs, results and event data in it, and 100 for each event.
   * (default 50,000,000, as Temporal has it)
   *
   * @see https://docs.temporal.io/workflow-execution/limits
   */
  readonly maxHistoryBytes?: number | undefined;
}

/** {@link HostLimits} with every default applied. */
export interface ResolvedHostLimits {
  readonly maxConcurrentActivities: number;
  readonly maxActivityCrashes: number;
  readonly maxConcurrentTurns: number;
  readonly maxExecutionsInMemory: number;
  readonly maxHistoryEvents: number;
  readonly maxHistoryBytes: number;
  /** The limits of an activity, found by its name in any case. */
  readonly ofActivity: (name: string) => ActivityLimits;
}

const defaults = {
  maxConcurrentActivities: 1_000,
  maxActivityCrashes: 5,
  maxConcurrentTurns: 100,
  maxExecutionsInMemory: 1_000,
  maxHistoryEvents: 250_000,
  maxHistoryBytes: 50_000_000,
} as const;
const countNames = Object.keys(defaults) as (keyof typeof defaults)[];

/** The longest time a timer of JavaScript takes: 2³¹ - 1 milliseconds. */
const longestDurationMs = 2 ** 31 - 1;

const activityLimitNames: readonly (keyof ActivityLimits)[] = ['maxConcurrent', 'rate', 'timeoutMs'];
const limitNames: readonly (keyof HostLimits)[] = [...countNames, 'activities', 'activityDefaults'];

/**
 * Checks the limits and applies the defaults.
 *
 * @param functions  The functions of the host: limits of an activity it does not have are refused.
 * @throws {TypeError} naming the limit that is unknown or malformed.
 */
export function resolveHostLimits(
  limits: HostLimits | undefined,
  functions: Pick<FunctionRegistry, 'activityNames'>,
): ResolvedHostLimits {
  const given = limits ?? {};
  checkMembers('limits', given, limitNames);
  const { activities = {}, activityDefaults = {} } = given;
  const count = (name: keyof typeof defaults): number => {
    const value = given[name] ?? defaults[name];
    checkCount(`limits.${name}`, value);
    return value;
  };
  checkActivityLimits('limits.activityDefaults', activityDefaults);
  const byName = checkActivities(activities, functions);
  return {
    maxConcurrentActivities: count('maxConcurrentActivities'),
    maxActivityCrashes: count('maxActivityCrashes'),
    maxConcurrentTurns: count('maxConcurrentTurns'),
    maxExecutionsInMemory: count('maxExecutionsInMemory'),
    maxHistoryEvents: count('maxHistoryEvents'),
    maxHistoryBytes: count('maxHistoryBytes'),
    ofActivity: (name) => ({ ...activityDefaults, ...byName.get(name.toLowerCase()) }),
  };
}

function checkActivities(
  activities: NonNullable<HostLimits['activities']>,
  { activityNames }: Pick<FunctionRegistry, 'activityNames'>,
): ReadonlyMap<string, ActivityLimits> {
  checkObject('limits.activities', activities);
  const known = new Set([...activityNames, httpActivityName].map((name) => name.toLowerCase()));
  const byName = new Map<string, ActivityLimits>();
  for (const [name, limits] of Object.entries(activities)) {
    const key = name.toLowerCase();
    if (!known.has(key)) refuse(`limits.activities names '${name}', which is no activity of this host`);
    if (byName.has(key)) refuse(`limits.activities names '${name}' twice; upper and lower case are not told apart`);
    checkActivityLimits(`limits.activities['${name}']`, limits);
    byName.set(key, limits);
  }
  return byName;
}

function checkActivityLimits(where: string, limits: ActivityLimits): void {
  checkMembers(where, limits, activityLimitNames);
  const { maxConcurrent, rate, timeoutMs } = limits;
  if (maxConcurrent !== undefined) checkCount(`${where}.maxConcurrent`, maxConcurrent);
  if (timeoutMs !== undefined) checkDuration(`${where}.timeoutMs`, timeoutMs);
  if (rate === undefined) return;
  checkMembers(`${where}.rate`, rate, ['starts', 'perMs']);
  checkCount(`${where}.rate.starts`, rate.starts);
  checkDuration(`${where}.rate.perMs`, rate.perMs);
}

function checkMembers(where: string, value: object, names: readonly string[]): void {
  checkObject(where, value);
  checkNames(`DurableHost: ${where}`, value, names);
}

function checkObject(where: string, value: unknown): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) refuse(`${where} must be an object`);
}

function checkCount(where: string, value: number): void {
  if (!Number.isSafeInteger(value) || value < 1) refuse(`${where} must be a whole number above 0`);
}

function checkDuration(where: string, value: number): void {
  if (!Number.isFinite(value) || value <= 0 || value > longestDurationMs) {
    refuse(`${where} must be a number of milliseconds above 0 and below 24.8 days`);
  }
}

function refuse(problem: string): never {
  throw new TypeError(`DurableHost: ${problem}.`);
}
