import type { DurableError } from '../errors/durable-error.ts';
import type { JsonText } from '../history/json-text.ts';
import type { Logger } from '../logging/logger.ts';
import type { StandardSchema } from '../schema/standard-schema.ts';
import type { Payload } from '../tasks/call.ts';
import type { CriticalSection } from './critical-section.ts';
import type { Beginning } from './patches.ts';
import type { TimerRules } from './timer-parts.ts';

/** What undoes one step: an async function, a generator function, or one that answers at once or with a task. */
export type Compensation = () => unknown;

/** How the orchestrator function ended. */
export type CodeEnd =
  | { readonly kind: 'returned'; readonly value: unknown }
  | { readonly kind: 'threw'; readonly error: unknown };

/** What an execution knows besides its ledger. Mutable; the context and the replay write to it. */
export interface RunState {
  readonly name: string;
  readonly instanceId: string;
  /** How long a timer the host takes. */
  readonly timers: TimerRules;
  /** Whether the host tries failed calls again, in a loop of its own. */
  readonly hostRetries: boolean;
  /** What only a generator may be, `retryMode` or `actionLists`; `undefined` when an async function may run. */
  readonly generatorOption: string | undefined;
  /** The pause between polls of `callHttp` where the answer names none. */
  readonly httpPollMs: number;
  /** Whether the host polls by itself, for code that leaves it to it. */
  readonly hostPolls: boolean;
  readonly log: Logger;
  /** What the input must be. */
  readonly inputSchema: StandardSchema | undefined;
  /** What the output must be. */
  readonly outputSchema: StandardSchema | undefined;
  /** Whether real work in the code is refused. */
  readonly ioGuard: boolean;
  /** Whether clock and random of the process answer the code as its context does. */
  readonly stableGlobals: boolean;
  /** Whether the host can begin anew without the events nobody waited for. */
  readonly canDropEvents: boolean;
  /** What the host can do with entities: nothing, calls and signals, or locks as well. */
  readonly entitySupport: 'none' | 'calls' | 'locks';
  /** The input where the host hands it over already parsed; it wins over the one in history. */
  readonly givenInput: { readonly value: unknown } | undefined;
  parentInstanceId: string | undefined;
  input: unknown;
  version: string | undefined;
  /** Whether the code may use its context: only while a turn runs. */
  isTurnOpen: boolean;
  /** Whether the event at hand is marked as handled before. */
  isPlayed: boolean;
  /** Reads the turn at hand from history while it is the one in which the execution began; `undefined` afterwards. */
  readBeginning: (() => Beginning) | undefined;
  /** What the code was told of its patches. */
  readonly patches: Map<string, boolean>;
  /** GUIDs made so far. */
  guidCount: number;
  /** Which entities are locked, or asked to be. */
  criticalSection: CriticalSection | undefined;
  /** What undoes the steps so far, in the order it was registered. */
  compensations: Compensation[];
  customStatus: JsonText | undefined;
  continuedAsNew: { readonly input: Payload | undefined; readonly preserveUnprocessedEvents: boolean } | undefined;
  /** Set when the context was used between turns: the next turn fails with it. */
  lateUse: DurableError | undefined;
  end: CodeEnd | undefined;
}
