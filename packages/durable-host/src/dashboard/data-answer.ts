import { type ApiAnswer, type ApiCall, emptyAnswer, errorAnswer, jsonAnswer } from '../http/api-call.ts';
import { readContinuationToken, writeContinuationToken } from '../http/continuation-token.ts';
import { readFilter } from '../http/instance-filter.ts';
import { type Query, readQuery } from '../http/query.ts';
import type { Instance } from '../instances/instance.ts';
import type { FunctionRegistry } from '../options/function-registry.ts';
import type { HistoryWindow, PlacedEvent } from '../store/history-window.ts';
import type { InstanceSearch } from '../store/instance-search.ts';
import { historyItem } from './history-item.ts';
import type { HistoryPage, HubOverview, InstanceDetails, InstancePage } from './model.ts';
import { previewValue } from './preview-value.ts';

/** What the data of the dashboard is made of. */
export interface DashboardSources {
  readonly taskHub: string;
  readonly functions: Pick<FunctionRegistry, 'orchestrationNames' | 'entityNames'>;
  readonly now: () => number;
  readonly find: (instanceId: string) => Instance | undefined;
  readonly search: InstanceSearch;
  readonly history: HistoryWindow;
}

const pageSize = 50;
const mostChildren = 100;
/** How many events an answer has: a long history comes in several, and none holds the host up for long. */
const mostEvents = 2_000;
/** What is sent of values nobody has asked for, in characters. */
const previewLength = 300;
const detailLength = 20_000;

/** Answers GET `/dashboard/data/{name}`. It only reads; what the page does to instances goes through the HTTP API. */
export function dataAnswer(name: string, call: ApiCall, sources: DashboardSources): ApiAnswer {
  const query = readQuery(call.url.searchParams);
  switch (name) {
    case 'overview':
      return data(overview(sources));
    case 'instances':
      return instancesAnswer(query, sources);
    case 'instance':
      return instanceAnswer(query, sources);
    case 'history':
      return historyAnswer(query, sources);
    case 'event':
      return eventAnswer(query, sources.history);
    default:
      return emptyAnswer(404);
  }
}

function data(value: unknown): ApiAnswer {
  return jsonAnswer(200, value, { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
}

function overview({ taskHub, functions }: DashboardSources): HubOverview {
  return { taskHub, orchestrations: functions.orchestrationNames, entities: functions.entityNames };
}

function instancesAnswer(query: Query, { search, now }: DashboardSources): ApiAnswer {
  const token = query.text('before');
  const before = token === undefined ? undefined : readContinuationToken(token);
  if (token !== undefined && before === undefined) {
    return errorAnswer(400, 'This is no place in the list that this host has given.');
  }
  const filter = { ...readFilter(query), name: query.text('name'), withoutChildren: query.flag('withoutChildren') };
  const { found, next } = search.search(filter, before, pageSize);
  const page: InstancePage = {
    nowMs: now(),
    rows: found,
    counts: search.count(filter),
    ...(next && { next: writeContinuationToken(next) }),
    ...(next && found.length < pageSize && { searchedBackToMs: next.createdMs }),
  };
  return data(page);
}

function instanceAnswer(query: Query, { find, search, history, now }: DashboardSources): ApiAnswer {
  const instance = find(query.text('id') ?? '');
  if (instance === undefined) return emptyAnswer(404);
  const maxLength = query.flag('whole') === true ? Number.POSITIVE_INFINITY : detailLength;
  const { id, name, status, createdMs, updatedMs, executionId, version, startAtMs, tags, parent } = instance;
  const { input, output, customStatus } = instance;
  const children = search.children(id, mostChildren + 1);
  const details: InstanceDetails = {
    ...{ nowMs: now(), id, name, status, createdMs, updatedMs, executionId },
    ...(version !== undefined && { version }),
    ...(startAtMs !== undefined && { startAtMs }),
    ...(tags && { tags }),
    ...(parent && { parentId: parent.instanceId }),
    ...(input !== undefined && { input: previewValue(input, maxLength) }),
    ...(output !== undefined && { output: previewValue(output, maxLength) }),
    ...(customStatus !== undefined && { customStatus: previewValue(customStatus, maxLength) }),
    eventCount: history.count(id),
    children: children.slice(0, mostChildren),
    hasMoreChildren: children.length > mostChildren,
  };
  return data(details);
}

/** A mark names an event by what a rewound or new execution would not have at its place. */
function markOf({ position, event }: PlacedEvent, executionId: string): string {
  return `${position}.${executionId}.${event.timestampMs}.${event.kind}`;
}

function historyAnswer(query: Query, { find, history }: DashboardSources): ApiAnswer {
  const instance = find(query.text('id') ?? '');
  if (instance === undefined) return emptyAnswer(404);
  const { id, executionId } = instance;
  const mark = query.text('after');
  const position = Number.parseInt(mark ?? '', 10);
  const [known] = position >= 0 ? history.read(id, position, 1) : [];
  const from = known !== undefined && markOf(known, executionId) === mark ? position + 1 : 0;
  const read = history.read(id, from, mostEvents + 1);
  const events = read.slice(0, mostEvents);
  const last = events.at(-1) ?? (from > 0 ? known : undefined);
  const page: HistoryPage = {
    from,
    events: events.map(({ position: place, event }) => historyItem(place, event, previewLength)),
    ...(last && { mark: markOf(last, executionId) }),
    hasMore: read.length > mostEvents,
  };
  return data(page);
}

function eventAnswer(query: Query, history: HistoryWindow): ApiAnswer {
  const text = query.text('position') ?? '';
  const position = Number(text);
  if (!/^\d{1,15}$/.test(text)) return errorAnswer(400, 'position must be a whole number.');
  const [placed] = history.read(query.text('id') ?? '', position, 1);
  if (placed?.position !== position) return emptyAnswer(404);
  return data(historyItem(position, placed.event, Number.POSITIVE_INFINITY));
}
