import type { JsonText } from '@perdura/durable-core/engine';
import type { Clock } from '../effects/clock.ts';
import type { Instance, Tags } from '../instances/instance.ts';
import { insertInstance } from '../store/insert-instance.ts';
import type { Store } from '../store/store.ts';
import type { TraceContext } from '../tracing/trace-context.ts';
import type { Tracing } from '../tracing/tracing.ts';
import type { DueTimer } from './due-timer.ts';
import type { GroupCommit } from './group-commit.ts';

/** What a client wants started. */
export interface StartRequest {
  readonly name: string;
  readonly instanceId?: string | undefined;
  readonly input?: JsonText | undefined;
  readonly version?: string | undefined;
  readonly tags?: Tags | undefined;
  /** When it is to begin, in milliseconds since 1970; at once when that is past. */
  readonly startAtMs?: number | undefined;
  /** What the start follows from; absent for nothing. */
  readonly traceContext?: TraceContext | undefined;
}

/** The id of the new instance, or the unfinished one that has this id already. */
export type StartOutcome = { readonly started: string } | { readonly inTheWay: Instance };

/** What an {@link InstanceStarter} works with. */
export interface InstanceStarterParts {
  readonly store: Store;
  readonly commits: GroupCommit;
  readonly clock: Clock;
  readonly tracing: Tracing;
  readonly timer: Pick<DueTimer, 'expect'>;
  /** Makes ids of instances and executions. */
  readonly newId: () => string;
  /** Whether an instance that has not finished is stopped and replaced. */
  readonly mayReplaceRunning: boolean;
  /** Stops an instance, and resolves when it has taken its last turn or the time is up. */
  readonly stop: (instanceId: string, reason: string, timeoutMs: number) => Promise<void>;
  /** Says that an instance has something to do. */
  readonly announce: (instanceId: string) => void;
}

/** Ours: how long a start waits for the instance it replaces to take its last turn. */
const longestStopMs = 10_000;

/** Ours: how many instances a start stops that others start under the same id meanwhile, before it gives up. */
const mostStops = 10;

/** Starts instances for clients. */
export class InstanceStarter {
  readonly #parts: InstanceStarterParts;

  constructor(parts: InstanceStarterParts) {
    this.#parts = parts;
  }

  /** Starts an instance. One of its id that has finished is replaced; so is one that runs, where that is allowed. */
  async start(request: StartRequest): Promise<StartOutcome> {
    const { clock, timer, newId, tracing, mayReplaceRunning, stop, announce } = this.#parts;
    const { instanceId: id = newId(), startAtMs, name, version, traceContext: parent } = request;
    const doing = tracing.begin({ kind: 'start', name, version, instanceId: id, parent, startedAtMs: clock.now() });
    const traced = { ...request, traceContext: doing.context };
    let inTheWay = await this.#insert(id, traced);
    for (let stops = 0; inTheWay !== undefined && mayReplaceRunning && stops < mostStops; stops += 1) {
      // Its last turn is waited for, so that no turn of it can write into the instance that follows.
      await stop(id, 'Another instance was started under its id.', longestStopMs);
      inTheWay = await this.#insert(id, traced);
    }
    if (inTheWay !== undefined) {
      doing.end({ endedAtMs: clock.now(), failure: `An instance of this id is ${inTheWay.status}.` });
      return { inTheWay };
    }
    doing.end({ endedAtMs: clock.now() });
    if (startAtMs !== undefined && startAtMs > clock.now()) timer.expect(startAtMs);
    announce(id);
    return { started: id };
  }

  #insert(
    id: string,
    { name, input, version, tags, startAtMs, traceContext }: StartRequest,
  ): Promise<Instance | undefined> {
    const { store, commits, clock, newId } = this.#parts;
    const nowMs = clock.now();
    const started = {
      ...{ id, executionId: newId(), name },
      ...(input !== undefined && { input }),
      ...(version !== undefined && { version }),
      ...(tags !== undefined && { tags }),
      ...(startAtMs !== undefined && { startAtMs }),
      ...(traceContext && { traceContext }),
    };
    return commits.run(() => insertInstance(store, started, nowMs));
  }
}
