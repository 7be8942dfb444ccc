import type { Logger } from '../logging/logger.ts';
import type { StandardSchema } from '../schema/standard-schema.ts';
import type { RunState } from './run-state.ts';
import { type TimerRules, timerRules } from './timer-parts.ts';

/** What is known of an execution before its history is. */
export interface RunFacts {
  readonly name: string;
  readonly instanceId: string;
  readonly parentInstanceId?: string | undefined;
  readonly timers?: TimerRules | undefined;
  readonly hostRetries?: boolean | undefined;
  readonly generatorOption?: string | undefined;
  readonly httpPollMs?: number | undefined;
  readonly hostPolls?: boolean | undefined;
  readonly log?: Logger | undefined;
  readonly inputSchema?: StandardSchema | undefined;
  readonly outputSchema?: StandardSchema | undefined;
  readonly ioGuard?: boolean | undefined;
  readonly stableGlobals?: boolean | undefined;
  readonly canDropEvents?: boolean | undefined;
  readonly entitySupport?: RunState['entitySupport'] | undefined;
  readonly givenInput?: { readonly value: unknown } | undefined;
}

/** The extension's `DefaultAsyncRequestSleepTimeMilliseconds`. */
const defaultHttpPollMs = 30_000;

/** The state of an execution that has not begun. */
export function createRunState(facts: RunFacts): RunState {
  return {
    name: facts.name,
    instanceId: facts.instanceId,
    timers: facts.timers ?? timerRules(undefined),
    hostRetries: facts.hostRetries ?? false,
    generatorOption: facts.generatorOption,
    httpPollMs: facts.httpPollMs ?? defaultHttpPollMs,
    hostPolls: facts.hostPolls ?? false,
    log: facts.log ?? console,
    inputSchema: facts.inputSchema,
    outputSchema: facts.outputSchema,
    ioGuard: facts.ioGuard ?? true,
    stableGlobals: facts.stableGlobals ?? true,
    canDropEvents: facts.canDropEvents ?? true,
    entitySupport: facts.entitySupport ?? 'none',
    givenInput: facts.givenInput,
    parentInstanceId: facts.parentInstanceId,
    input: undefined,
    version: undefined,
    isTurnOpen: false,
    isPlayed: false,
    readBeginning: undefined,
    patches: new Map(),
    guidCount: 0,
    criticalSection: undefined,
    compensations: [],
    customStatus: undefined,
    continuedAsNew: undefined,
    lateUse: undefined,
    end: undefined,
  };
}

/** What a definition says of input and output. */
export function schemasOf({
  inputSchema,
  outputSchema,
}: Pick<RunFacts, 'inputSchema' | 'outputSchema'>): Pick<RunFacts, 'inputSchema' | 'outputSchema'> {
  return { inputSchema, outputSchema };
}
