import type { HistoryItem } from '../model.ts';
import { formatDuration } from './format-duration.ts';

/** How the work of a bar stands. `retry-wait` is the pause before another attempt. */
type BarState = 'completed' | 'failed' | 'open' | 'cancelled' | 'retry-wait' | 'instant';

/** A stretch of time something took. */
export interface Bar {
  readonly startMs: number;
  /** The end of the timeline while it is open. */
  readonly endMs: number;
  readonly state: BarState;
  /** Place in the history of what tells most of it: its end, or its beginning while it is open. */
  readonly position: number;
}

/** What a row is about. */
export type RowKind = 'activity' | 'sub-orchestration' | 'timer' | 'event' | 'entity' | 'control';

/** One row of the timeline; of work that was tried again, all attempts are in one. */
export interface TimelineRow {
  readonly kind: RowKind;
  readonly label: string;
  /** What tells work of one name apart: the beginning of its input, the length of a timer. */
  readonly detail: string;
  readonly bars: readonly Bar[];
}

/** What happened when. */
export interface Timeline {
  readonly startMs: number;
  readonly endMs: number;
  readonly rows: readonly TimelineRow[];
}

/** When a history begins: its first line may be a little younger than what it tells of. */
export function startOf(history: readonly HistoryItem[], nowMs = 0): number {
  return history.slice(0, 3).reduce((earliest, { timeMs }) => Math.min(earliest, timeMs), history[0]?.timeMs ?? nowMs);
}

function lengthOf({ timeMs, fireAtMs = timeMs }: HistoryItem): string {
  return formatDuration(Math.max(0, fireAtMs - timeMs));
}

interface GrowingRow {
  readonly kind: RowKind;
  readonly label: string;
  readonly detail: string;
  readonly bars: Bar[];
  isMerged: boolean;
}

interface SetTimer {
  readonly row: GrowingRow;
  readonly turn: number;
  /** The turn it fired in. */
  firedIn?: number;
}

/** A failure that may be followed by another attempt. */
interface Failure {
  readonly row: GrowingRow;
  readonly turn: number;
}

/**
 * Reads bars out of a history.
 *
 * What is tried again is not marked as such in a history: it is work of the same name and input that is scheduled when a
 * timer fires that was set when the work failed.
 *
 * @param nowMs  How far bars go that are open; absent when the instance has finished: to its last event.
 */
export function buildTimeline(history: readonly HistoryItem[], nowMs?: number): Timeline {
  const startMs = startOf(history, nowMs);
  const endMs = history.reduce((latest, { timeMs }) => Math.max(latest, timeMs), nowMs ?? startMs);
  const requests = new Set(history.flatMap(({ request }) => (request?.id === undefined ? [] : [request.id])));
  const rows: GrowingRow[] = [];
  const work = new Map<number, { readonly row: GrowingRow; readonly key: string }>();
  const timers = new Map<number, SetTimer>();
  const failures = new Map<string, Failure[]>();
  const waits = new Map<string, GrowingRow[]>();
  const kept = new Map<string, number>();
  let suspended: GrowingRow | undefined;
  let firedNow: SetTimer[] = [];
  let turn = 0;

  const addRow = (kind: RowKind, label: string, bar: Bar, detail = ''): GrowingRow => {
    const row: GrowingRow = { kind, label, detail, bars: [bar], isMerged: false };
    rows.push(row);
    return row;
  };
  const open = ({ timeMs, position }: HistoryItem): Bar => ({ startMs: timeMs, endMs, state: 'open', position });
  const instant = ({ timeMs, position }: HistoryItem): Bar => ({
    ...{ startMs: timeMs, endMs: timeMs, state: 'instant', position },
  });
  const close = (row: GrowingRow | undefined, { timeMs, position }: HistoryItem, state: BarState) => {
    const last = row?.bars.pop();
    if (last !== undefined) row?.bars.push({ startMs: last.startMs, endMs: timeMs, state, position });
  };
  const begin = (item: HistoryItem, kind: 'activity' | 'sub-orchestration') => {
    const key = `${kind} ${item.name} ${item.input?.length} ${item.input?.text}`;
    const timerOf = (failure: Failure) => firedNow.find((timer) => timer.turn === failure.turn && !timer.row.isMerged);
    const failure = failures.get(key)?.find((candidate) => timerOf(candidate) !== undefined);
    const timer = failure && timerOf(failure);
    if (failure === undefined || timer === undefined) {
      work.set(item.id ?? -1, { row: addRow(kind, item.name ?? '', open(item), item.input?.text.slice(0, 60)), key });
      return;
    }
    failures.set(key, failures.get(key)?.filter((other) => other !== failure) ?? []);
    timer.row.isMerged = true;
    failure.row.bars.push(...timer.row.bars.map((bar) => ({ ...bar, state: 'retry-wait' as const })), open(item));
    work.set(item.id ?? -1, { row: failure.row, key });
  };
  const end = (item: HistoryItem, state: 'completed' | 'failed') => {
    const ended = work.get(item.id ?? -1);
    close(ended?.row, item, state);
    if (ended === undefined || state === 'completed') return;
    failures.set(ended.key, [...(failures.get(ended.key) ?? []), { row: ended.row, turn }]);
  };
  const waitFor = (item: HistoryItem) => {
    const name = item.name?.toLowerCase() ?? '';
    if (requests.has(item.name ?? '')) return;
    const keptCount = kept.get(name) ?? 0;
    if (keptCount > 0) kept.set(name, keptCount - 1);
    else waits.set(name, [...(waits.get(name) ?? []), addRow('event', item.name ?? '', open(item))]);
  };
  const raise = (item: HistoryItem) => {
    const name = item.name?.toLowerCase() ?? '';
    const [waiting, ...others] = waits.get(name) ?? [];
    waits.set(name, others);
    if (waiting !== undefined) return close(waiting, item, 'completed');
    if (requests.has(item.name ?? '')) return;
    kept.set(name, (kept.get(name) ?? 0) + 1);
    addRow('event', item.name ?? '', instant(item));
  };
  const send = (item: HistoryItem) => {
    const target = item.instanceId?.replace(/^@/, '') ?? '';
    if (item.request === undefined) return;
    const { id, operation } = item.request;
    const row = addRow('entity', `${target} ${operation}`, id === undefined ? instant(item) : open(item));
    if (id !== undefined) waits.set(id.toLowerCase(), [row]);
  };

  for (const item of history) {
    switch (item.kind) {
      case 'orchestrator-started':
        turn += 1;
        firedNow = [];
        break;
      case 'task-scheduled':
        begin(item, 'activity');
        break;
      case 'sub-orchestration-created':
        begin(item, 'sub-orchestration');
        break;
      case 'task-completed':
      case 'sub-orchestration-completed':
        end(item, 'completed');
        break;
      case 'task-failed':
      case 'sub-orchestration-failed':
        end(item, 'failed');
        break;
      case 'timer-created':
        timers.set(item.id ?? -1, { row: addRow('timer', 'timer', open(item), lengthOf(item)), turn });
        break;
      case 'timer-fired': {
        const timer = timers.get(item.id ?? -1);
        close(timer?.row, item, 'completed');
        if (timer !== undefined) firedNow.push(timer);
        break;
      }
      case 'timer-cancelled':
        close(timers.get(item.id ?? -1)?.row, item, 'cancelled');
        break;
      case 'event-awaited':
        waitFor(item);
        break;
      case 'event-raised':
        raise(item);
        break;
      case 'event-sent':
        send(item);
        break;
      case 'execution-suspended':
        suspended = addRow('control', 'suspended', open(item));
        break;
      case 'execution-resumed':
        close(suspended, item, 'completed');
        suspended = undefined;
        break;
      case 'execution-terminated':
      case 'execution-rewound':
        addRow('control', item.kind.slice('execution-'.length), instant(item));
        break;
    }
  }
  return { startMs, endMs, rows: rows.filter(({ isMerged }) => !isMerged) };
}
