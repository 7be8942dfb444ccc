import type { Logger } from '@perdura/durable-core';
import { type Clock, systemClock } from '../effects/clock.ts';
import { requestSender } from '../effects/send-request.ts';
import type { AccessRules } from '../http/access-rules.ts';
import { WorkerConnection } from '../json/worker-connection.ts';
import type { Durability, FileCheck } from '../store/open-database.ts';
import { noTracing, type Tracing } from '../tracing/tracing.ts';
import type { Completion } from '../turns/apply-turn.ts';
import { checkLogger } from './check-logger.ts';
import { checkNames } from './check-names.ts';
import { type DurableFunction, type FunctionRegistry, registerFunctions } from './function-registry.ts';
import { type HostLimits, type ResolvedHostLimits, resolveHostLimits } from './host-limits.ts';
import { resolveWorkers, type WorkerOptions } from './worker-options.ts';

/**
 * Which instances a start under their id may replace.
 *
 * - `non-running-states`: those that have finished; while one has not, a start under its id is refused.
 * - `any-state`: all; one that has not finished is terminated first.
 */
export type OverridableStates = 'non-running-states' | 'any-state';

/** How to open a host. */
export interface DurableHostOptions {
  /** Path of the database file, which is made when it is not there; `':memory:'` keeps everything in memory. */
  readonly database: string;
  /** The orchestrations, activities and entities to run in this process. (default: none, where there are workers) */
  readonly functions?: readonly DurableFunction[] | undefined;
  /**
   * Processes that run further functions, by the JSON protocol of the Durable extension; see `@perdura/durable-host/worker`. One that
   * is down is asked again later, and nothing is lost meanwhile. (default: none)
   */
  readonly workers?: readonly WorkerOptions[] | undefined;
  /** Name of the task hub. (default `'DurableFunctionsHub'`, as in Durable Functions 1.x) */
  readonly taskHub?: string | undefined;
  /** Where time comes from. (default: the machine's clock) */
  readonly clock?: Clock | undefined;
  /**
   * What a power cut may take: `'full'` nothing that was acknowledged, `'normal'` the last moments, for several times
   * the speed. A killed process loses nothing either way. (default `'full'`)
   */
  readonly durability?: Durability | undefined;
  /** How much of the file is looked at for damage before it is used. (default `'whole-file'`, about a second per gigabyte) */
  readonly fileCheck?: FileCheck | undefined;
  /** When an instance whose code has returned is over. (default `'when-work-is-done'`, as the Durable extension) */
  readonly completion?: Completion | undefined;
  /**
   * Which instances a start under their id may replace: finished ones, or also those that run, which are terminated first.
   * (default `'non-running-states'`, as the setting of this name of the Durable extension 3)
   */
  readonly overridableExistingInstanceStates?: OverridableStates | undefined;
  /** Where the host, `ctx.log` and the `log` of activities go. (default: the global `console`) */
  readonly log?: Logger | undefined;
  /** The largest request body taken, in bytes; a larger one is answered with 413. (default 10,000,000) */
  readonly maxRequestBytes?: number | undefined;
  /**
   * The key every request has to carry, as `code` in its query or as header `x-functions-key`; others are answered with
   * 401. The URLs in answers and in `clientBinding` carry it. (default: none is needed)
   */
  readonly code?: string | undefined;
  /**
   * Origins of pages that may use the API from a browser, such as `'https://app.example'`, beside those the host serves
   * itself. (default: none)
   */
  readonly allowedOrigins?: readonly string[] | undefined;
  /**
   * How long an instance is kept after it has finished, in milliseconds; then it is deleted with its history.
   * (default: for ever)
   */
  readonly keepFinishedForMs?: number | undefined;
  /** Is told of starts, turns and activities, such as `openTelemetry()` of `@perdura/durable-host/opentelemetry`. (default: nobody) */
  readonly tracing?: Tracing | undefined;
  /** What the host takes on at a time. (default: see {@link HostLimits}) */
  readonly limits?: HostLimits | undefined;
  /** Serve the dashboard at `/dashboard`. (default `true`) */
  readonly dashboard?: boolean | undefined;
}

/** {@link DurableHostOptions} with every default applied. */
export interface ResolvedHostOptions {
  readonly database: string;
  readonly functions: FunctionRegistry;
  readonly workers: readonly WorkerConnection[];
  readonly taskHub: string;
  readonly clock: Clock;
  readonly durability: Durability;
  readonly fileCheck: FileCheck;
  readonly completion: Completion;
  readonly overridableExistingInstanceStates: OverridableStates;
  readonly log: Logger;
  readonly maxRequestBytes: number;
  readonly access: AccessRules;
  readonly keepFinishedForMs: number | undefined;
  readonly tracing: Tracing;
  readonly limits: ResolvedHostLimits;
  readonly dashboard: boolean;
}

const optionNames: readonly (keyof DurableHostOptions)[] = [
  'database',
  'functions',
  'workers',
  'taskHub',
  'clock',
  'durability',
  'fileCheck',
  'completion',
  'overridableExistingInstanceStates',
  'log',
  'maxRequestBytes',
  'code',
  'allowedOrigins',
  'keepFinishedForMs',
  'tracing',
  'limits',
  'dashboard',
];

/** Ours: ten times what an orchestration should ever be given. */
const defaultMaxRequestBytes = 10_000_000;

/** Names of task hubs: letters and digits, beginning with a letter, 3 to 45 characters, as the Durable extension asks. */
const taskHubName = /^[A-Za-z][A-Za-z0-9]{2,44}$/;

/**
 * Checks the options and applies the defaults.
 *
 * @throws {TypeError} naming the option that is missing, unknown or malformed.
 */
export function resolveHostOptions(options: DurableHostOptions): ResolvedHostOptions {
  if (typeof options !== 'object' || options === null) refuse('pass { database, functions }');
  checkNames('DurableHost', options, optionNames);
  const {
    database,
    taskHub = 'DurableFunctionsHub',
    clock = systemClock,
    durability = 'full',
    fileCheck = 'whole-file',
    completion = 'when-work-is-done',
    overridableExistingInstanceStates = 'non-running-states',
    log = console,
    maxRequestBytes = defaultMaxRequestBytes,
    keepFinishedForMs,
    tracing = noTracing,
    dashboard = true,
  } = options;
  if (typeof database !== 'string' || database.trim() === '') refuse("database must be a path or ':memory:'");
  if (typeof taskHub !== 'string' || !taskHubName.test(taskHub)) {
    refuse('taskHub must be 3 to 45 letters and digits, beginning with a letter');
  }
  if (typeof clock?.now !== 'function' || typeof clock.schedule !== 'function') {
    refuse('clock must have now() and schedule()');
  }
  if (durability !== 'full' && durability !== 'normal') refuse("durability must be 'full' or 'normal'");
  if (fileCheck !== 'whole-file' && fileCheck !== 'header') refuse("fileCheck must be 'whole-file' or 'header'");
  if (completion !== 'when-work-is-done' && completion !== 'when-code-returns') {
    refuse("completion must be 'when-work-is-done' or 'when-code-returns'");
  }
  if (!['non-running-states', 'any-state'].includes(overridableExistingInstanceStates)) {
    refuse("overridableExistingInstanceStates must be 'non-running-states' or 'any-state'");
  }
  checkLogger('DurableHost', log);
  if (!Number.isInteger(maxRequestBytes) || maxRequestBytes < 1)
    refuse('maxRequestBytes must be a whole number above 0');
  if (keepFinishedForMs !== undefined && !(Number.isFinite(keepFinishedForMs) && keepFinishedForMs > 0)) {
    refuse('keepFinishedForMs must be a number of milliseconds above 0');
  }
  if (typeof tracing?.begin !== 'function') refuse('tracing must be what openTelemetry() makes');
  if (typeof dashboard !== 'boolean') refuse('dashboard must be true or false');
  const access = resolveAccess(options);
  const workers = resolveWorkers(options.workers ?? []).map((worker) => new WorkerConnection(worker, requestSender()));
  const functions = registerFunctions(options.functions ?? (workers.length > 0 ? [] : undefined), workers);
  const limits = resolveHostLimits(options.limits, functions);
  return {
    ...{ database, functions, workers, taskHub, clock, durability, fileCheck, completion },
    ...{
      overridableExistingInstanceStates,
      log,
      maxRequestBytes,
      dashboard,
      access,
      keepFinishedForMs,
      tracing,
      limits,
    },
  };
}

function resolveAccess({ code, allowedOrigins = [] }: DurableHostOptions): AccessRules {
  if (code !== undefined && (typeof code !== 'string' || code.trim() === '')) refuse('code must be a text, not blank');
  const isOrigin = (value: unknown) => URL.canParse(String(value)) && new URL(String(value)).origin === value;
  if (!Array.isArray(allowedOrigins) || !allowedOrigins.every(isOrigin)) {
    refuse("allowedOrigins must be a list of origins such as 'https://app.example', without a path");
  }
  return { code, allowedOrigins };
}

function refuse(problem: string): never {
  throw new TypeError(`DurableHost: ${problem}.`);
}
