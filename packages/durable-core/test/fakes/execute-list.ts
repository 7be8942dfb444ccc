import type { Action, WireRetryOptions } from '@perdura/durable-core/protocol';

/** One call of the host: what it stands in history for, and whether it is over. */
export interface Started {
  /** A plain activity or a timer; of a loop one turn. */
  readonly action: Action;
  readonly id: number;
  isOver: boolean;
  /** What the host does when it ends, before anything else does. */
  onEnd?: (event: WireEvent) => void;
}

/** An event of a history as the extension sends it. */
export type WireEvent = Readonly<Record<string, unknown>> & { readonly EventType: number };

const longestTimerMs = 6 * 86_400_000;
const timerPartMs = 3 * 86_400_000;

/**
 * Walks an action list over the history as the extension's shim does; `undefined` when the two contradict each other.
 *
 * A retried call is the retry loop of the Durable Task Framework, with its extra timer after the last attempt; a long timer is set in
 * parts of three days for as long as three days remain. A release takes an id for each entity that is locked.
 */
export function executeList(
  lists: readonly (readonly Action[])[],
  schemaVersion: number,
  history: readonly WireEvent[],
): { readonly calls: readonly Started[]; readonly isThrough: boolean } | undefined {
  const calls: Started[] = [];
  const waits = new Map<string, Started[]>();
  const buffer = new Map<string, unknown[]>();
  /** Messages to entities, by the name under which their answer comes. */
  const asked = new Map<string, Started>();
  let lockedCount = 0;
  // V1 waits for the first of each inner list, later schemas for one flat list, item by item
  const items: readonly Action[] =
    schemaVersion === 0 ? lists.map((list) => ({ actionType: 11, compoundActions: list })) : (lists[0] ?? []);
  let at = -1;
  let nowMs = 0;
  let isOver = () => true;

  const call = (action: Action, onEnd?: Started['onEnd']): Started => {
    const isCancelled = action.actionType === 5 && action.isCanceled;
    const started: Started = { action, id: calls.length, isOver: isCancelled, ...(onEnd && { onEnd }) };
    calls.push(started);
    return started;
  };
  const setTimer = (fireAtMs: number, onEnd: () => void, isCanceled = false) =>
    call({ actionType: 5, fireAt: new Date(fireAtMs).toISOString(), isCanceled }, onEnd);

  const startLongTimer = (fireAt: string, isCanceled: boolean): (() => boolean) => {
    const untilMs = Date.parse(fireAt);
    let isDone = isCanceled;
    const nextPart = () => {
      if (nowMs >= untilMs) isDone = true;
      else setTimer(untilMs - nowMs >= timerPartMs ? nowMs + timerPartMs : untilMs, nextPart, isCanceled);
    };
    nextPart();
    return () => isDone;
  };
  const startRetries = (plain: Action, options: WireRetryOptions): (() => boolean) => {
    const firstAtMs = nowMs;
    let attempt = 0;
    let isDone = false;
    const tryOnce = () => {
      attempt += 1;
      call(plain, (event) => {
        const failure = event.FailureDetails as { IsNonRetriable?: boolean } | undefined;
        const timeoutMs = options.retryTimeoutInMilliseconds ?? Number.POSITIVE_INFINITY;
        if (event.EventType === 5 || failure?.IsNonRetriable === true || nowMs >= firstAtMs + timeoutMs) isDone = true;
        else if (attempt >= options.maxNumberOfAttempts) {
          setTimer(nowMs, () => {
            isDone = true;
          });
        } else {
          const pauseMs = options.firstRetryIntervalInMilliseconds * (options.backoffCoefficient ?? 1) ** (attempt - 1);
          setTimer(nowMs + Math.min(pauseMs, options.maxRetryIntervalInMilliseconds ?? longestTimerMs), tryOnce);
        }
      });
    };
    tryOnce();
    return () => isDone;
  };

  const start = (action: Action): (() => boolean) => {
    switch (action.actionType) {
      case 11:
      case 12: {
        const children = action.compoundActions.map(start);
        return () =>
          action.actionType === 11 ? children.some((child) => child()) : children.every((child) => child());
      }
      case 4:
        return () => true;
      case 1: {
        const { retryOptions, ...plain } = action;
        return startRetries({ ...plain, actionType: 0 }, retryOptions);
      }
      case 5:
        if (schemaVersion >= 2 && Date.parse(action.fireAt) - nowMs > longestTimerMs) {
          return startLongTimer(action.fireAt, action.isCanceled);
        }
        break;
      case 7:
      case 13: {
        const request = call(action);
        if (action.actionType === 13) lockedCount = action.lockSet.length;
        asked.set(answerNameOf(request), request);
        return () => request.isOver;
      }
      case 14:
        for (let left = lockedCount; left > 0; left -= 1) call(action).isOver = true;
        return () => true;
      case 6: {
        const wait: Started = { action, id: -1, isOver: false };
        const key = action.externalEventName.toLowerCase();
        const early = buffer.get(key) ?? [];
        if (early.length > 0) {
          early.shift();
          wait.isOver = true;
        } else waits.set(key, [...(waits.get(key) ?? []), wait]);
        return () => wait.isOver;
      }
    }
    const started = call(action);
    return () => started.isOver;
  };
  const walk = () => {
    while (at < items.length && isOver()) {
      at += 1;
      const item = items[at];
      if (item !== undefined) isOver = start(item);
    }
  };

  for (const event of history) {
    switch (event.EventType) {
      case 12:
        nowMs = Math.max(nowMs, Date.parse(String(event.Timestamp)));
        break;
      case 0:
        walk();
        break;
      case 4:
      case 10:
      case 14:
        if (!isSame(event, calls[event.EventId as number]?.action)) return undefined;
        break;
      case 5:
      case 6:
      case 11: {
        const ended = calls[(event.TaskScheduledId ?? event.TimerId) as number];
        if (ended !== undefined && !ended.isOver) {
          ended.isOver = true;
          ended.onEnd?.(event);
        }
        walk();
        break;
      }
      case 15: {
        const key = String(event.Name).toLowerCase();
        const wait = asked.get(String(event.Name)) ?? waits.get(key)?.pop();
        if (wait === undefined) buffer.set(key, [...(buffer.get(key) ?? []), event.Input]);
        else wait.isOver = true;
        walk();
      }
    }
  }
  return { calls, isThrough: at >= items.length };
}

/** Whether history records what the list asks for under the same id. */
function isSame(event: WireEvent, action: Action | undefined): boolean {
  switch (action?.actionType) {
    case 0:
      return event.EventType === 4 && action.functionName === event.Name;
    case 5:
      return event.EventType === 10;
    case 7:
    case 13:
    case 14:
      return event.EventType === 14;
    default:
      return false;
  }
}

/** The name of the event that answers a message to entities. */
export function answerNameOf({ action, id }: Pick<Started, 'action' | 'id'>): string {
  return action.actionType === 13 ? action.lockRequestId : `answer-${id}`;
}
