import type { HistoryItem, ValuePreview } from '../model.ts';
import { describeEvents, type EventWords } from './describe-event.ts';
import { formatDuration } from './format-duration.ts';
import { formatClock, formatTime } from './format-time.ts';
import { instanceLink } from './instance-link.ts';
import type { HistoryState, PageActions } from './page-state.ts';
import { rememberLast } from './remember-last.ts';
import { startOf } from './timeline.ts';
import { valueBlock } from './value-block.ts';
import { type Child, h, type VNode } from './vnode.ts';

/** How many events are shown at a time. */
export const eventsPerPage = 100;

/** An event with its words. */
export interface ListedEvent {
  readonly item: HistoryItem;
  readonly words: EventWords;
}

/** The events the reader wants to see. */
export function listEvents({ items, searchText, showsTurns }: HistoryState): readonly ListedEvent[] {
  return eventsOf(items, searchText, showsTurns);
}

const eventsOf = rememberLast(chooseEvents);

function chooseEvents(items: readonly HistoryItem[], searchText: string, showsTurns: boolean): readonly ListedEvent[] {
  const words = describeEvents(items);
  const wanted = searchText.trim().toLowerCase();
  return items.flatMap((item, i): ListedEvent[] => {
    const own = words[i];
    if (own === undefined || (!showsTurns && item.kind.startsWith('orchestrator-'))) return [];
    if (wanted === '') return [{ item, words: own }];
    const texts = [own.title, own.subject, item.input?.text, item.output?.text, item.reason?.text];
    return texts.some((text) => text?.toLowerCase().includes(wanted)) ? [{ item, words: own }] : [];
  });
}

/** The history as a list; each event opens to show what it carries. */
export function eventsView(history: HistoryState, actions: PageActions): VNode {
  const events = listEvents(history);
  const { skipped } = history;
  const shown = events.slice(skipped, skipped + eventsPerPage);
  const startMs = startOf(history.items);
  const last = Math.min(events.length, skipped + eventsPerPage);
  return h(
    'section',
    { class: 'panel', 'aria-labelledby': 'events-title' },
    h(
      'div',
      { class: 'panel-title' },
      h('h2', { id: 'events-title', tabindex: -1 }, 'Events'),
      h(
        'span',
        { class: 'hint', role: 'status' },
        events.length === 0 ? 'none' : `${skipped + 1} to ${last} of ${events.length.toLocaleString('en')}`,
      ),
      h(
        'div',
        { class: 'tools' },
        h('label', { for: 'find-event' }, 'Find'),
        h('input', {
          ...{ id: 'find-event', type: 'search', value: history.searchText, autocomplete: 'off' },
          on: { change: (searchText) => actions.changeHistory({ searchText, skipped: 0 }) },
        }),
        h(
          'label',
          { class: 'check' },
          h('input', {
            ...{ type: 'checkbox', checked: history.showsTurns },
            on: { change: () => actions.changeHistory({ showsTurns: !history.showsTurns, skipped: 0 }) },
          }),
          'Turns',
        ),
      ),
    ),
    h(
      'ol',
      { class: 'events' },
      shown.map((event) => eventLine(event, startMs, history, actions)),
    ),
    events.length > eventsPerPage && pageButtons(skipped, events.length, actions),
  );
}

function pageButtons(skipped: number, count: number, { changeHistory }: PageActions): VNode {
  const button = (text: string, to: number) =>
    h(
      'button',
      { type: 'button', disabled: to === skipped, on: { click: () => changeHistory({ skipped: to }) } },
      text,
    );
  const lastPage = Math.floor((count - 1) / eventsPerPage) * eventsPerPage;
  return h(
    'nav',
    { class: 'pages', 'aria-label': 'Pages of events' },
    button('First', 0),
    button('Earlier', Math.max(0, skipped - eventsPerPage)),
    button('Later', Math.min(lastPage, skipped + eventsPerPage)),
    button('Last', lastPage),
  );
}

function eventLine({ item, words }: ListedEvent, startMs: number, history: HistoryState, actions: PageActions): VNode {
  const { position, timeMs } = item;
  const isOpen = history.openEvents.has(position);
  return h(
    'li',
    { key: String(position), id: `event-${position}` },
    h(
      'details',
      { open: isOpen, on: { toggle: (nowOpen) => actions.toggleEvent(position, nowOpen) } },
      h(
        'summary',
        { class: `event is-${words.mood}` },
        h(
          'time',
          { datetime: new Date(timeMs).toISOString(), title: formatTime(timeMs, true) },
          formatClock(timeMs, true),
        ),
        h('span', { class: 'offset' }, `+${formatDuration(timeMs - startMs)}`),
        h('span', { class: 'what' }, words.title),
        h('span', { class: 'subject' }, words.subject),
      ),
      isOpen && eventBody(history.whole.get(position) ?? item),
    ),
  );
}

function eventBody(item: HistoryItem): VNode {
  const value = (label: string, shown: ValuePreview | undefined, isPlain = false): Child =>
    shown && [h('dt', {}, label), h('dd', {}, valueBlock({ label, value: shown, isPlain }))];
  const { instanceId } = item;
  const isInstance = instanceId !== undefined && !instanceId.startsWith('@');
  return h(
    'dl',
    { class: 'members' },
    h('dt', {}, 'Time'),
    h('dd', {}, formatTime(item.timeMs, true)),
    item.fireAtMs !== undefined && [h('dt', {}, 'Due'), h('dd', {}, formatTime(item.fireAtMs, true))],
    instanceId !== undefined && [
      h('dt', {}, isInstance ? 'Instance' : 'To'),
      h('dd', {}, isInstance ? instanceLink(instanceId) : instanceId),
    ],
    value('Input', item.input),
    value('Output', item.output),
    value('Reason', item.reason, true),
    value('Details', item.details, true),
  );
}
