import { formatDuration } from './format-duration.ts';
import { formatClock, formatTime } from './format-time.ts';
import type { HistoryState, PageActions } from './page-state.ts';
import { rememberLast } from './remember-last.ts';
import { type Tick, timeTicks } from './time-scale.ts';
import { type Bar, buildTimeline, type RowKind, type Timeline, type TimelineRow } from './timeline.ts';
import { h, type VNode } from './vnode.ts';

const rowHeight = 26;
/** Height of the part of the timeline that is seen, in rows; and how many rows are made ready above and below it. */
const seenRows = 18;
const spareRows = 12;
const largestZoom = 1_000;
const mostTicks = 200;

const timelineOf = rememberLast(buildTimeline);

const kindNames: Readonly<Record<RowKind, string>> = {
  activity: 'Activity',
  'sub-orchestration': 'Sub-orchestration',
  timer: 'Timer',
  event: 'Event',
  entity: 'Entity',
  control: 'Control',
};

/**
 * What happened when, as bars. Only the rows that are seen are part of the page, so a long history costs no more than a
 * short one. To those who do not see it, the list of events tells the same.
 */
export function timelineView(history: HistoryState, nowMs: number | undefined, actions: PageActions): VNode {
  const timeline = timelineOf(history.items, nowMs);
  const { rows, startMs, endMs } = timeline;
  const ticks = timeTicks(startMs, endMs, Math.min(mostTicks, Math.ceil(6 * history.zoom)));
  const first = Math.max(0, Math.floor(history.scrollTop / rowHeight) - spareRows);
  const shown = rows.slice(first, first + seenRows + 2 * spareRows);
  const height = Math.min(rows.length, seenRows) * rowHeight + 44;
  return h(
    'section',
    { class: 'panel', 'aria-labelledby': 'timeline-title' },
    h(
      'div',
      { class: 'panel-title' },
      h('h2', { id: 'timeline-title' }, 'Timeline'),
      h('span', { class: 'hint' }, `${formatDuration(endMs - startMs)} from ${formatTime(startMs)}`),
      legend(rows),
      zoomButtons(history.zoom, actions),
    ),
    rows.length === 0
      ? h('p', { class: 'empty' }, 'Nothing was scheduled yet.')
      : h(
          'div',
          {
            ...{ class: 'timeline', tabindex: 0, role: 'group', style: { height: `${height}px` } },
            'aria-label': 'Timeline as bars, for the eye; the list of events below tells the same',
            on: { scroll: (scrollTop) => actions.changeHistory({ scrollTop }) },
          },
          h(
            'div',
            { class: 'track', 'aria-hidden': 'true', style: { '--zoom': String(history.zoom) } },
            axis(ticks, timeline),
            h(
              'div',
              { class: 'rows', style: { height: `${rows.length * rowHeight}px` } },
              h(
                'div',
                { class: 'grid' },
                ticks.map(({ place }) => h('i', { style: { left: percent(place) } })),
              ),
              shown.map((row, i) => timelineRow(row, first + i, timeline, actions)),
            ),
          ),
        ),
  );
}

function legend(rows: readonly TimelineRow[]): VNode {
  const kinds = [...new Set(rows.map(({ kind }) => kind))];
  return h(
    'span',
    { class: 'legend', 'aria-hidden': 'true' },
    kinds.map((kind) => h('span', { class: `key of-${kind}`, key: kind }, kindNames[kind])),
  );
}

function zoomButtons(zoom: number, { zoomTo }: PageActions): VNode {
  const button = (label: string, text: string, to: number) =>
    h(
      'button',
      {
        type: 'button',
        class: 'quiet',
        'aria-label': label,
        disabled: to === zoom,
        on: { click: () => zoomTo(to) },
      },
      text,
    );
  return h(
    'span',
    { class: 'zoom', role: 'group', 'aria-label': 'Zoom of the timeline' },
    button('Zoom out', '−', Math.max(1, zoom / 2)),
    h('span', { class: 'hint', 'aria-hidden': 'true' }, `${Math.round(zoom * 100)} %`),
    button('Zoom in', '+', Math.min(largestZoom, zoom * 2)),
    button('Fit the timeline', 'Fit', 1),
  );
}

function axis(ticks: readonly Tick[], { startMs, endMs }: Timeline): VNode {
  const stepMs = (ticks[1]?.timeMs ?? endMs) - startMs;
  return h(
    'div',
    { class: 'axis' },
    h('span', { class: 'corner' }),
    h(
      'div',
      { class: 'ticks' },
      ticks.map(({ timeMs, place }) =>
        h(
          'span',
          { class: 'tick', style: { left: percent(place) } },
          h('b', {}, place === 0 ? '0' : `+${formatDuration(timeMs - startMs)}`),
          h('span', {}, stepMs >= 86_400_000 ? formatTime(timeMs).slice(5, 16) : formatClock(timeMs, stepMs < 1_000)),
        ),
      ),
    ),
  );
}

function timelineRow(row: TimelineRow, index: number, timeline: Timeline, { jumpTo }: PageActions): VNode {
  const attempts = row.bars.filter(({ state }) => state !== 'retry-wait').length;
  const last = row.bars.at(-1);
  const position = last?.position ?? 0;
  return h(
    'div',
    {
      class: `row of-${row.kind}`,
      key: String(index),
      style: { top: `${index * rowHeight}px` },
      on: { click: () => jumpTo(position) },
    },
    h(
      'span',
      { class: 'label', title: `${kindNames[row.kind]} ${row.label} ${row.detail}` },
      h('span', { class: 'name' }, row.label, row.detail !== '' && h('span', { class: 'detail' }, ` ${row.detail}`)),
      attempts > 1 && h('span', { class: 'attempts' }, `${attempts}×`),
    ),
    h(
      'span',
      { class: 'bars' },
      row.bars.map((bar) => barOf(bar, row, timeline)),
    ),
  );
}

function barOf(bar: Bar, row: TimelineRow, { startMs, endMs }: Timeline): VNode {
  const lengthMs = Math.max(1, endMs - startMs);
  const took = bar.endMs - bar.startMs;
  const words = bar.state === 'instant' ? '' : ` ${bar.state.replace('-', ' ')}, ${formatDuration(took)}`;
  return h('span', {
    class: `bar is-${bar.state}`,
    title: `${kindNames[row.kind]} ${row.label}:${words} +${formatDuration(bar.startMs - startMs)}, ${formatTime(bar.startMs, true)}`,
    style: { left: percent((bar.startMs - startMs) / lengthMs), width: percent(took / lengthMs) },
  });
}

function percent(part: number): string {
  return `${Number((part * 100).toFixed(5))}%`;
}
