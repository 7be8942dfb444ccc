import type { HistoryEntry, OrchestrationStatus } from '@perdura/durable-client';
import { formatTable } from './format-table.ts';
import { printable } from './printable.ts';

/** Members of a history entry that have columns of their own, or none. */
const told = new Set(['EventType', 'Timestamp', 'ScheduledTime', 'FunctionName', 'Name', 'EventId']);

/** What is known of an instance, for people: a line for each fact, and its history as a table. */
export function describeStatus(status: OrchestrationStatus): readonly string[] {
  const { instanceId, name, runtimeStatus, createdTime, lastUpdatedTime, historyEvents } = status;
  const facts = [
    ['instance', printable(instanceId)],
    ['orchestration', printable(name)],
    ['status', runtimeStatus],
    ['created', createdTime.toISOString()],
    ['updated', lastUpdatedTime.toISOString()],
    ...present('input', status.input),
    ...present('custom status', status.customStatus),
    ...present('output', status.output),
  ];
  const history =
    historyEvents === undefined ? [] : ['', ...formatTable([historyHeading, ...historyEvents.map(historyRow)])];
  return [...formatTable(facts), ...history];
}

const historyHeading = ['TIME', 'EVENT', 'NAME', 'DETAILS'];

function historyRow({ eventType, timestamp, functionName, raw }: HistoryEntry): readonly string[] {
  const name = functionName ?? (typeof raw.Name === 'string' ? raw.Name : '');
  const details = Object.entries(raw).filter(([member, value]) => !told.has(member) && value !== null);
  return [
    timestamp?.toISOString() ?? '',
    printable(eventType),
    printable(name),
    details.map(([member, value]) => printable(`${member}=${JSON.stringify(value)}`)).join(' '),
  ];
}

function present(name: string, value: unknown): readonly string[][] {
  return value === null ? [] : [[name, printable(JSON.stringify(value))]];
}
