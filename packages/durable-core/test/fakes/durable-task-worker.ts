import { createRequire } from 'node:module';
import type { ActivityDefinition, OrchestrationDefinition } from '@perdura/durable-core';
import { type FailureDetails, type HistoryEvent, openExecution, runActivity } from '@perdura/durable-core/engine';
import { EventBook } from '../../src/testing/event-book.ts';
import { encodeTurn, type ProtoAction, type ProtoFailure } from './durable-task-actions.ts';

/*
 * A worker of the Durable Task SDK's in-memory backend that runs our functions: its history in, actions of `encodeTurn` out, both as
 * the protocol's own messages, through their binary form.
 */

/** What the generated classes of the protocol are used for; their own types need packages that are not here. */
interface Message {
  toObject(): Record<string, unknown>;
  serializeBinary(): Uint8Array;
}

interface WorkItem {
  readonly instanceId: string;
  readonly executionId: string;
  readonly completionToken: number;
  readonly history: readonly Message[];
  readonly pendingEvents: Message[];
  readonly status: number;
  readonly output?: string;
  readonly customStatus?: string;
  readonly failureDetails?: Message;
}

interface ActivityItem {
  readonly instanceId: string;
  readonly taskId: number;
  readonly name: string;
  readonly input?: string;
}

/** The part of the backend that a worker and a client use. */
interface Backend {
  createInstance(instanceId: string, name: string, input?: string): string;
  getInstance(instanceId: string): WorkItem | undefined;
  raiseEvent(instanceId: string, name: string, input?: string): void;
  getNextOrchestrationWorkItem(): WorkItem | undefined;
  getNextActivityWorkItem(): ActivityItem | undefined;
  completeOrchestration(id: string, token: number, actions: readonly Message[], customStatus?: string): void;
  completeActivity(instanceId: string, taskId: number, result?: string, error?: Error): void;
  reset(): void;
}

const require = createRequire(import.meta.url);
const { InMemoryOrchestrationBackend } = require('@microsoft/durabletask-js') as {
  readonly InMemoryOrchestrationBackend: new () => Backend;
};
const proto = require('@microsoft/durabletask-js/dist/proto/orchestrator_service_pb.js') as {
  readonly OrchestratorAction: { deserializeBinary(bytes: Uint8Array): Message };
  readonly TaskFailureDetails: new () => Message & Record<`set${string}`, (value: unknown) => void>;
};
type Maker = (...given: unknown[]) => Message;
const messages = require('@microsoft/durabletask-js/dist/utils/pb-helper.util.js') as Readonly<Record<string, Maker>>;
const statuses = { COMPLETED: 1, CONTINUED_AS_NEW: 2, FAILED: 3 } as const;
const silent = { debug() {}, info() {}, warn() {}, error() {} };

const make = (name: string, ...given: unknown[]): Message => {
  const maker = messages[name];
  if (maker === undefined) throw new TypeError(`There is no ${name}.`);
  return maker(...given);
};

/** An action as its message, read back from the bytes that would be sent. */
export function messageOf(action: ProtoAction): Message {
  return proto.OrchestratorAction.deserializeBinary(buildMessage(action).serializeBinary());
}

function buildMessage(action: ProtoAction): Message {
  const { id } = action;
  if ('scheduleTask' in action) {
    return make('newScheduleTaskAction', id, action.scheduleTask.name, action.scheduleTask.input);
  }
  if ('createSubOrchestration' in action) {
    const { name, instanceId, input, version } = action.createSubOrchestration;
    return make('newCreateSubOrchestrationAction', id, name, instanceId, input, undefined, version);
  }
  if ('createTimer' in action) return make('newCreateTimerAction', id, new Date(action.createTimer.fireAt));
  if ('completeOrchestration' in action) {
    const { orchestrationStatus, result, failureDetails, carryoverEvents = [] } = action.completeOrchestration;
    const carried = carryoverEvents.map(({ name, input }) => make('newEventRaisedEvent', name, input));
    const failure = failureDetails && failureMessageOf(failureDetails);
    return make('newCompleteOrchestrationAction', id, statuses[orchestrationStatus], result, failure, carried);
  }
  throw new TypeError('The in-memory backend knows no entities.');
}

function failureMessageOf({
  errorType,
  errorMessage,
  stackTrace,
  innerFailure,
  isNonRetriable,
}: ProtoFailure): Message {
  const details = new proto.TaskFailureDetails();
  details.setErrortype?.(errorType);
  details.setErrormessage?.(errorMessage);
  details.setStacktrace?.(make('getStringValue', stackTrace));
  if (innerFailure !== undefined) details.setInnerfailure?.(failureMessageOf(innerFailure));
  details.setIsnonretriable?.(isNonRetriable);
  return details;
}

type Fields = Readonly<Record<string, unknown>>;
const text = (field: unknown): string | undefined => (field as { value?: string } | undefined)?.value;
const withText = <K extends string>(key: K, field: unknown) =>
  (text(field) === undefined ? {} : { [key]: text(field) }) as Partial<Record<K, string>>;

/** One event of the protocol's history as the engine takes it. */
function decodeEvent(message: Message): HistoryEvent {
  const { eventid, timestamp, ...rest } = message.toObject() as Fields;
  const { seconds = 0, nanos = 0 } = (timestamp ?? {}) as { seconds?: number; nanos?: number };
  const recorded = { timestampMs: seconds * 1000 + nanos / 1e6 };
  const [kind, content] = Object.entries(rest).find(([, value]) => value !== undefined) as [string, Fields];
  const id = eventid as number;
  const answered = { ...recorded, id: (content.taskscheduledid ?? content.timerid) as number };
  const named = { name: content.name as string, ...withText('input', content.input) };
  switch (kind) {
    case 'orchestratorstarted':
      return { kind: 'orchestrator-started', ...recorded };
    case 'executionstarted': {
      const parent = (content.parentinstance as Fields | undefined)?.orchestrationinstance as Fields | undefined;
      const from = parent && { parentInstanceId: parent.instanceid as string };
      return { kind: 'execution-started', ...recorded, ...named, ...withText('version', content.version), ...from };
    }
    case 'taskscheduled':
      return { kind: 'task-scheduled', ...recorded, id, ...named };
    case 'suborchestrationinstancecreated':
      return { kind: 'sub-orchestration-created', ...recorded, id, ...named, instanceId: content.instanceid as string };
    case 'timercreated':
      return {
        kind: 'timer-created',
        ...recorded,
        id,
        fireAtMs: (content.fireat as { seconds: number }).seconds * 1000,
      };
    case 'taskcompleted':
      return { kind: 'task-completed', ...answered, ...withText('result', content.result) };
    case 'suborchestrationinstancecompleted':
      return { kind: 'sub-orchestration-completed', ...answered, ...withText('result', content.result) };
    case 'taskfailed':
      return { kind: 'task-failed', ...answered, failure: decodeFailure(content.failuredetails as Fields) };
    case 'suborchestrationinstancefailed':
      return {
        kind: 'sub-orchestration-failed',
        ...answered,
        failure: decodeFailure(content.failuredetails as Fields),
      };
    case 'timerfired':
      return { kind: 'timer-fired', ...answered };
    case 'eventraised':
      return { kind: 'event-raised', ...recorded, ...named };
    default:
      return { kind: 'other', ...recorded, name: kind };
  }
}

function decodeFailure(details: Fields): { readonly reason: string; readonly failureDetails: FailureDetails } {
  const failureDetails: FailureDetails = {
    errorType: details.errortype as string,
    errorMessage: details.errormessage as string,
    ...withText('stackTrace', details.stacktrace),
    isNonRetriable: details.isnonretriable as boolean,
  };
  return { reason: failureDetails.errorMessage, failureDetails };
}

/** Runs instances on the in-memory backend of the Durable Task SDK. */
export class DurableTaskWorker {
  readonly backend: Backend = new InMemoryOrchestrationBackend();
  /** Every action it has sent. */
  readonly sent: ProtoAction[] = [];
  readonly #functions: readonly (OrchestrationDefinition | ActivityDefinition)[];
  readonly #events = new Map<string, EventBook>();

  constructor(functions: readonly object[]) {
    this.#functions = functions as readonly (OrchestrationDefinition | ActivityDefinition)[];
  }

  /** Works until an instance is over, or waits for an event of this name. */
  async run(instanceId: string, untilEvent?: string): Promise<{ status: number; output: unknown; failure: unknown }> {
    const isDone = (): boolean => {
      const status = this.backend.getInstance(instanceId)?.status ?? 0;
      return status === statuses.COMPLETED || status === statuses.FAILED || this.#awaits(instanceId, untilEvent);
    };
    while (!isDone()) {
      const item = this.backend.getNextOrchestrationWorkItem();
      if (item !== undefined) await this.#takeTurn(item);
      const call = this.backend.getNextActivityWorkItem();
      if (call !== undefined) await this.#callActivity(call);
      // what timers bring comes in between
      if (item === undefined && call === undefined) await new Promise((resolve) => setImmediate(resolve));
    }
    const { status = 0, output, failureDetails } = this.backend.getInstance(instanceId) ?? {};
    const failure = failureDetails === undefined ? undefined : failureDetails.toObject();
    return { status, output: output === undefined ? undefined : JSON.parse(output), failure };
  }

  #awaits(instanceId: string, name: string | undefined): boolean {
    return name !== undefined && this.#events.get(instanceId)?.openWaits.includes(name) === true;
  }

  /** Like the worker of a service: all it knows of an instance is its history. */
  async #takeTurn(item: WorkItem): Promise<void> {
    const { instanceId, executionId, completionToken, pendingEvents, history } = item;
    // the service begins every turn with this; the backend only the first
    if (!pendingEvents[0]?.toObject().orchestratorstarted) {
      pendingEvents.unshift(make('newOrchestratorStartedEvent', new Date()));
    }
    const fresh = pendingEvents.map(decodeEvent);
    const past = history.map(decodeEvent);
    const taken = pendingEvents.length;
    const name = fresh.concat(past).find(({ kind }) => kind === 'execution-started') as { name: string } | undefined;
    const execution = openExecution(this.#orchestration(name?.name), {
      instanceId,
      executionId,
      entities: true,
      log: silent,
    });
    const turn = await execution.advance([...past, ...fresh]);
    // the backend would take what has come meanwhile for handled
    const late = pendingEvents.splice(taken);

    const book = past.length === 0 ? new EventBook() : (this.#events.get(instanceId) ?? new EventBook());
    this.#events.set(instanceId, book);
    for (const event of fresh) if (event.kind === 'event-raised') book.raised(event);
    for (const decision of turn.decisions) if (decision.kind === 'wait-for-event') book.awaited(decision.name);

    const actions = encodeTurn(turn, { instanceId, executionId }, book.unprocessed);
    this.sent.push(...actions);
    this.backend.completeOrchestration(instanceId, completionToken, actions.map(messageOf), turn.customStatus);
    item.pendingEvents.push(...late);
  }

  async #callActivity(call: ActivityItem): Promise<void> {
    const { instanceId, taskId, name, input } = call;
    const facts = { instanceId, log: silent, signal: new AbortController().signal };
    const definition = this.#find('activity', name);
    const ended = await runActivity(definition as ActivityDefinition, input, facts);
    if (ended.kind === 'completed') this.backend.completeActivity(instanceId, taskId, ended.result);
    else {
      const { errorType, errorMessage } = ended.failure.failureDetails ?? { errorType: 'Error', errorMessage: '' };
      this.backend.completeActivity(
        instanceId,
        taskId,
        undefined,
        Object.assign(new Error(errorMessage), { name: errorType }),
      );
    }
  }

  #orchestration(name: string | undefined): OrchestrationDefinition {
    return this.#find('orchestration', name) as OrchestrationDefinition;
  }

  #find(kind: string, name: string | undefined): OrchestrationDefinition | ActivityDefinition {
    const found = this.#functions.find((each) => each.kind === kind && each.name === name);
    if (found === undefined) throw new TypeError(`There is no ${kind} '${name}'.`);
    return found;
  }
}
