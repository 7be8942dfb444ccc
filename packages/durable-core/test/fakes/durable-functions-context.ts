import {
  type OrchestrationContext,
  type OrchestrationDefinition,
  orchestration,
  type RetryOptions,
  type Task,
  TaskFailedError,
  type TimerTask,
} from '@perdura/durable-core';
import { TaskHandle } from '../../src/context/task-handle.ts';

/**
 * `context.df` as durable-functions 3.5 offers it, over our generator context: what lets recorded vectors run unchanged.
 * Only names and shapes are translated; what happens is ours.
 */

/** A task with the properties durable-functions gives it. */
class DfTask {
  readonly inner: Task<unknown>;
  readonly children: readonly DfTask[];
  readonly kind: 'leaf' | 'all' | 'any';

  constructor(inner: Task<unknown>, kind: 'leaf' | 'all' | 'any' = 'leaf', children: readonly DfTask[] = []) {
    this.inner = inner;
    this.kind = kind;
    this.children = children;
  }

  get isCompleted(): boolean {
    return TaskHandle.outcomeOf(this.inner)?.status === 'fulfilled';
  }

  get isFaulted(): boolean {
    return TaskHandle.outcomeOf(this.inner)?.status === 'rejected';
  }

  get isCanceled(): boolean {
    return (this.inner as TimerTask).isCancelled;
  }

  get result(): unknown {
    const outcome = TaskHandle.outcomeOf(this.inner);
    if (outcome === undefined) return undefined;
    return outcome.status === 'fulfilled' ? this.translate(outcome.value) : translateError(outcome.error);
  }

  cancel(): void {
    (this.inner as TimerTask).cancel();
  }

  /** Our value as durable-functions gives it: `any` answers the winning task itself. */
  translate(value: unknown): unknown {
    if (this.kind === 'any') return this.children[(value as { index: number }).index];
    if (this.kind === 'all') return this.children.map((child, index) => child.translate((value as unknown[])[index]));
    return value;
  }
}

class DfRetryOptions {
  readonly firstRetryIntervalInMilliseconds: number;
  readonly maxNumberOfAttempts: number;
  backoffCoefficient?: number;
  maxRetryIntervalInMilliseconds?: number;
  retryTimeoutInMilliseconds?: number;

  constructor(firstRetryIntervalInMilliseconds: number, maxNumberOfAttempts: number) {
    this.firstRetryIntervalInMilliseconds = firstRetryIntervalInMilliseconds;
    this.maxNumberOfAttempts = maxNumberOfAttempts;
  }
}

function translateRetry(retry: DfRetryOptions): RetryOptions {
  if (retry === undefined) return retry;
  return {
    firstRetryIntervalMs: retry.firstRetryIntervalInMilliseconds,
    maxNumberOfAttempts: retry.maxNumberOfAttempts,
    ...(retry.backoffCoefficient !== undefined && { backoffCoefficient: retry.backoffCoefficient }),
    ...(retry.maxRetryIntervalInMilliseconds !== undefined && {
      maxRetryIntervalMs: retry.maxRetryIntervalInMilliseconds,
    }),
    ...(retry.retryTimeoutInMilliseconds !== undefined && { retryTimeoutMs: retry.retryTimeoutInMilliseconds }),
  };
}

/** durable-functions throws a plain Error where the host sent two texts, and gives the structured form a method. */
function translateError(error: unknown): unknown {
  if (!(error instanceof TaskFailedError)) return error;
  const { failureDetails } = error;
  if (failureDetails === undefined) return new Error(error.message, { cause: error });
  Object.defineProperty(failureDetails, 'isCausedBy', {
    value: (type: string) => error.isCausedBy(type),
    configurable: true,
  });
  return error;
}

function contextFor(ctx: OrchestrationContext): object {
  const inner = (tasks: readonly DfTask[]) => tasks.map((task) => task?.inner);
  return {
    getInput: () => ctx.input,
    instanceId: ctx.instanceId,
    get parentInstanceId() {
      return ctx.parentInstanceId;
    },
    get currentUtcDateTime() {
      return ctx.currentTime;
    },
    get isReplaying() {
      return ctx.isReplaying;
    },
    get version() {
      return ctx.version;
    },
    newGuid: (text: string) => ctx.newGuid(text),
    setCustomStatus: (status: unknown) => ctx.setCustomStatus(status),
    continueAsNew: (input: unknown) => void ctx.continueAsNew(input),
    callActivity: (name: string, input?: unknown) => new DfTask(ctx.callActivity(name, input)),
    callActivityWithRetry: (name: string, retry: DfRetryOptions, input?: unknown) =>
      new DfTask(ctx.callActivityWithRetry(name, translateRetry(retry), input)),
    callSubOrchestrator: (name: string, input?: unknown, instanceId?: string, version?: string) =>
      new DfTask(
        ctx.callSubOrchestrator(name, input, {
          ...(instanceId !== undefined && { instanceId }),
          ...(version !== undefined && { version }),
        }),
      ),
    createTimer: (fireAt: Date) => new DfTask(ctx.createTimer(fireAt)),
    waitForExternalEvent: (name: string) => new DfTask(ctx.waitForEvent(name)),
    Task: {
      all: (tasks: readonly DfTask[]) => new DfTask(ctx.joinAll(inner(tasks)), 'all', tasks),
      any: (tasks: readonly DfTask[]) => new DfTask(ctx.any(inner(tasks)), 'any', tasks),
    },
  };
}

/**
 * An orchestration from the source text of a durable-functions generator.
 *
 * @param trace  What the text may call to leave something for the test to see.
 */
export function durableFunctionsOrchestration(
  source: string,
  trace: (value: unknown) => void = () => {},
): OrchestrationDefinition {
  const make = new Function('trace', 'RetryOptions', 'TaskFailedError', `return ${source}`);
  const code = make(trace, DfRetryOptions, TaskFailedError) as (
    context: object,
  ) => Generator<unknown, unknown, unknown>;
  return orchestration('orch', function* (ctx) {
    const generator = code({ df: contextFor(ctx) });
    let result = generator.next();
    while (result.done !== true) {
      const task = result.value;
      // what is no task of theirs goes through as it is, for the engine to refuse
      if (!(task instanceof DfTask)) {
        yield task as Task<unknown>;
        continue;
      }
      let failure: { readonly error: unknown } | undefined;
      let value: unknown;
      try {
        value = task.translate(yield task.inner);
      } catch (error) {
        failure = { error: translateError(error) };
      }
      result = failure === undefined ? generator.next(value) : generator.throw(failure.error);
    }
    return result.value;
  });
}
