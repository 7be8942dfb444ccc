import type { RecordedEvent } from '../instances/recorded-event.ts';

/** How much history an execution has. */
export interface HistorySize {
  /** How many events. */
  readonly events: number;
  /** About how many bytes: the texts in them, and a flat part for each. */
  readonly bytes: number;
}

/** The limits of a history. */
export interface HistoryLimits {
  readonly maxHistoryEvents: number;
  readonly maxHistoryBytes: number;
}

/** An empty history. */
export const noHistory: HistorySize = { events: 0, bytes: 0 };

/** What an event takes beside its texts: kind, time and id as JSON. */
const flatBytes = 100;

/** Adds events to what there was. */
export function growHistory(size: HistorySize, events: readonly RecordedEvent[]): HistorySize {
  let { bytes } = size;
  for (const event of events) bytes += flatBytes + textsOf(event);
  return { events: size.events + events.length, bytes };
}

function textsOf(event: RecordedEvent): number {
  let length = 0;
  if ('input' in event && event.input !== undefined) length += event.input.length;
  if ('result' in event && event.result !== undefined) length += event.result.length;
  if ('failure' in event) length += JSON.stringify(event.failure).length;
  return length;
}

/** Says which limit a history has passed, and how to keep within it; `undefined` while it has not. */
export function historyProblem(size: HistorySize, limits: HistoryLimits): string | undefined {
  const { maxHistoryEvents, maxHistoryBytes } = limits;
  const problem = (amount: string, limit: string) =>
    `Its history has ${amount} and may have ${limit}. Begin again with continueAsNew now and then, or raise the limit.`;
  if (size.events > maxHistoryEvents) return problem(`${size.events} events`, `${maxHistoryEvents} (maxHistoryEvents)`);
  if (size.bytes > maxHistoryBytes) return problem(`${size.bytes} bytes`, `${maxHistoryBytes} (maxHistoryBytes)`);
  return undefined;
}
