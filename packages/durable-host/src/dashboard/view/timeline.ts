import type { HistoryItem } from '../model.ts';
import { AttemptBook } from './attempt-book.ts';
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
}

/**
 * Reads bars out of a history.
 *
 * @param nowMs  How far bars go that are open; absent when the instance has finished: to its last event.
 */
export function buildTimeline(history: readonly HistoryItem[], nowMs?: number): Timeline {
  const startMs = startOf(history, nowMs);
  const endMs = history.reduce((latest, { timeMs }) => Math.max(latest, timeMs), nowMs ?? startMs);
  const requests = new Set(history.flatMap(({ request }) => (request?.id === undefined ? [] : [request.id])));
  const rows: GrowingRow[] = [];
  const work = new Map<number, { readonly row: GrowingRow; readonly key: string }>();
  const attempts = new AttemptBook<GrowingRow>();
  const waits = new Map<string, GrowingRow[]>();
  const kept = new Map<string, number>();
  let suspended: GrowingRow | undefined;

  const addRow = (kind: RowKind, label: string, bar: Bar, detail = ''): GrowingRow => {
    const row: GrowingRow = { kind, label, detail, bars: [bar] };
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
    const attempt = attempts.takeAttempt(key);
    const row = attempt?.failed ?? addRow(kind, item.name ?? '', open(item), item.input?.text.slice(0, 60));
    if (attempt)
      row.bars.push(...attempt.timer.bars.map((bar) => ({ ...bar, state: 'retry-wait' as const })), open(item));
    work.set(item.id ?? -1, { row, key });
  };
  const end = (item: HistoryItem, state: 'completed' | 'failed') => {
    const ended = work.get(item.id ?? -1);
    close(ended?.row, item, state);
    if (ended !== undefined && state === 'failed') attempts.workFailed(ended.key, ended.row);
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
    const isAnswer = requests.has(item.name ?? '');
    if (waiting !== undefined) return close(waiting, item, isAnswer && item.hasFailed ? 'failed' : 'completed');
    if (isAnswer) return;
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
        attempts.beginTurn();
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
        attempts.timerSet(item.id ?? -1, addRow('timer', 'timer', open(item), lengthOf(item)));
        break;
      case 'timer-fired':
        close(attempts.timerFired(item.id ?? -1), item, 'completed');
        break;
      case 'timer-cancelled':
        close(attempts.timerOf(item.id ?? -1), item, 'cancelled');
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
  return { startMs, endMs, rows: rows.filter((row) => !attempts.isWait(row)) };
}
