import {
  type HttpCallOptions,
  type HttpResponse,
  type OrchestrationContext,
  type OrchestrationDefinition,
  type OrchestrationOptions,
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

/** What a task is made of; the answer of an HTTP call has a method when the call polls. */
type Kind = 'leaf' | 'all' | 'any' | 'http' | 'http with polling';

/** A task with the properties durable-functions gives it. */
class DfTask {
  readonly inner: Task<unknown>;
  readonly children: readonly DfTask[];
  readonly kind: Kind;

  constructor(inner: Task<unknown>, kind: Kind = 'leaf', children: readonly DfTask[] = []) {
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
    if (this.isCompleted) throw new Error('Cannot cancel a completed task.');
    (this.inner as TimerTask).cancel();
  }

  /** Our value as durable-functions gives it: `any` answers the winning task itself. */
  translate(value: unknown): unknown {
    if (this.kind === 'any') return this.children[(value as { index: number }).index];
    if (this.kind === 'all') return this.children.map((child, index) => child.translate((value as unknown[])[index]));
    if (this.kind === 'http' || this.kind === 'http with polling') return translateResponse(value, this.kind);
    return value;
  }
}

function translateResponse(value: unknown, kind: Kind): object {
  const { status, headers, content } = value as HttpResponse;
  const getHeader = (name: string) => headers[name.toLowerCase()];
  return { statusCode: status, headers, content, ...(kind === 'http with polling' && { getHeader }) };
}

class ManagedIdentityTokenSource {
  readonly kind = 'AzureManagedIdentity';
  readonly resource: string;

  constructor(resource: string) {
    this.resource = resource;
  }
}

class DfRetryOptions {
  readonly firstRetryIntervalInMilliseconds: number;
  readonly maxNumberOfAttempts: number;
  backoffCoefficient?: number;
  maxRetryIntervalInMilliseconds?: number;
  retryTimeoutInMilliseconds?: number;

  constructor(firstRetryIntervalInMilliseconds: number, maxNumberOfAttempts: number) {
    if (firstRetryIntervalInMilliseconds <= 0) {
      throw new RangeError('firstRetryIntervalInMilliseconds value must be greater than 0.');
    }
    this.firstRetryIntervalInMilliseconds = firstRetryIntervalInMilliseconds;
    this.maxNumberOfAttempts = maxNumberOfAttempts;
  }
}

class DfEntityId {
  readonly name: string;
  readonly key: string;

  constructor(name: string, key: string) {
    this.name = name;
    this.key = key;
  }
}

function translateRetry(retry: DfRetryOptions | undefined): RetryOptions {
  if (retry === undefined) {
    throw new TypeError(
      'retryOptions: Expected object of type RetryOptions but got undefined; are you missing properties?',
    );
  }
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
  const inner = (method: 'all' | 'any', tasks: readonly DfTask[]) => {
    if (tasks.length === 0) {
      throw new Error(
        'When constructing a CompoundTask (such as Task.all() or Task.any()), you must specify at least one Task.',
      );
    }
    if (!tasks.every((task) => task instanceof DfTask)) {
      throw new Error(
        `Task.${method} received a non-valid input. This may occur if it somehow received a non-list input, or if the input list's ` +
          'Tasks were corrupted. Please review your orchestrator code and/or file an issue.',
      );
    }
    return tasks.map((task) => task.inner);
  };
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
    callSubOrchestrator: (name: string, input?: unknown, instanceId?: string, version?: string) => {
      if (name === '') {
        throw new Error(
          'A sub-orchestration function name must be provided when attempting to create a suborchestration',
        );
      }
      return new DfTask(
        ctx.callSubOrchestrator(name, input, {
          ...(instanceId !== undefined && { instanceId }),
          ...(version !== undefined && { version }),
        }),
      );
    },
    createTimer: (fireAt: Date) => {
      if (!(fireAt instanceof Date)) throw new TypeError(`fireAt: Expected valid Date object but got ${fireAt}`);
      return new DfTask(ctx.createTimer(fireAt));
    },
    waitForExternalEvent: (name: string) => {
      if (name === '') {
        throw new Error('externalEventName: Expected non-empty, non-whitespace string but got empty string');
      }
      return new DfTask(ctx.waitForEvent(name));
    },
    callHttp: (options: HttpCallOptions) =>
      new DfTask(ctx.callHttp(options), options.enablePolling === false ? 'http' : 'http with polling'),
    callEntity: (entity: DfEntityId, operation: string, input?: unknown) =>
      new DfTask(ctx.callEntity(entity, operation, input)),
    signalEntity: (entity: DfEntityId, operation: string, input?: unknown) =>
      ctx.signalEntity(entity, operation, input),
    lock: (...entities: DfEntityId[]) => new DfTask(ctx.lockEntities(...entities)),
    isLocked: () => ctx.isLocked(),
    Task: {
      all: (tasks: readonly DfTask[]) => new DfTask(ctx.joinAll(inner('all', tasks)), 'all', tasks),
      any: (tasks: readonly DfTask[]) => new DfTask(ctx.any(inner('any', tasks)), 'any', tasks),
    },
  };
}

/**
 * An orchestration from the source text of a durable-functions generator.
 *
 * Wrong arguments it refuses in the words of durable-functions: those are the adapter's, not the engine's.
 *
 * @param trace  What the text may call to leave something for the test to see.
 */
export function durableFunctionsOrchestration(
  source: string,
  trace: (value: unknown) => void = () => {},
  options: OrchestrationOptions = {},
): OrchestrationDefinition {
  const make = new Function(
    'trace',
    'RetryOptions',
    'TaskFailedError',
    'ManagedIdentityTokenSource',
    'EntityId',
    `return ${source}`,
  );
  const code = make(trace, DfRetryOptions, TaskFailedError, ManagedIdentityTokenSource, DfEntityId) as (
    context: object,
  ) => Generator<unknown, unknown, unknown>;
  return orchestration(
    'orch',
    function* (ctx) {
      const generator = code({ df: contextFor(ctx) });
      let result = generator.next();
      while (result.done !== true) {
        const task = result.value;
        // thrown outside of their generator, as they do
        if (!(task instanceof DfTask)) {
          throw new Error(
            `Durable Functions programming constraint violation: Orchestration yielded data of type ${typeof task}. Only Task types can ` +
              'be yielded. Please check your yield statements to make sure you only yield Task types resulting from calling Durable ' +
              'Functions APIs.',
          );
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
    },
    options,
  );
}
