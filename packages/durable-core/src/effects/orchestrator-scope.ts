import { AsyncLocalStorage } from 'node:async_hooks';
import type { DurableError } from '../errors/durable-error.ts';
import type { RepeatableRandom } from './repeatable-random.ts';

/** What is known of the execution whose code is running, wherever that code has got to. */
export interface OrchestratorScope {
  /** Who runs, for messages: `orchestration 'ship' (instance 'order-17')`. */
  readonly subject: string;
  /** Orchestrator time, in milliseconds since 1970. */
  readonly nowMs: () => number;
  /** Orchestrator time at which the execution began. */
  readonly startedAtMs: () => number;
  /** The same numbers in every replay. */
  readonly random: () => RepeatableRandom;
  /** Whether clock and random of the process answer the code as its context does. */
  readonly hasStableGlobals: boolean;
  /** Whether real work is refused. */
  readonly isGuarded: boolean;
  /** What the code did that it must not. Sticks, whatever the code makes of the error. */
  fault: DurableError | undefined;
  /** A rejection that the code has handled nowhere, or what a listener of its signal threw. */
  lostRejection: { readonly error: unknown } | undefined;
}

/**
 * Tells code of an orchestrator from all other code of the process: it follows the code through every `await`. State of the process,
 * because that is what globals, hooks and rejections are.
 */
export const orchestratorScope: AsyncLocalStorage<OrchestratorScope> = new AsyncLocalStorage();
