import type { InstanceRow } from '../model.ts';
import { formatDuration } from './format-duration.ts';
import { instanceLink } from './instance-link.ts';
import { statusBadge } from './status-badge.ts';
import { timeCell } from './time-cell.ts';
import { h, type VNode } from './vnode.ts';

/** A table of instances. */
export function instanceTable(caption: string, rows: readonly InstanceRow[], nowMs: number): VNode {
  const head = (text: string, className = '') => h('th', { scope: 'col', class: className }, text);
  return h(
    'table',
    { class: 'instances' },
    h('caption', { class: 'unseen' }, caption),
    h(
      'thead',
      {},
      h(
        'tr',
        {},
        head('Status'),
        head('Instance'),
        head('Orchestration', 'wide'),
        head('Started'),
        head('Duration', 'wide number'),
      ),
    ),
    h(
      'tbody',
      {},
      rows.map((row) => instanceLine(row, nowMs)),
    ),
  );
}

function instanceLine({ id, name, status, createdMs, updatedMs }: InstanceRow, nowMs: number): VNode {
  const isOver = status === 'Completed' || status === 'Failed' || status === 'Terminated';
  return h(
    'tr',
    { key: id },
    h('td', {}, statusBadge(status)),
    h('th', { scope: 'row' }, instanceLink(id), h('span', { class: 'narrow' }, name)),
    h('td', { class: 'wide' }, name),
    h('td', {}, timeCell(createdMs, nowMs)),
    h('td', { class: 'wide number' }, formatDuration(Math.max(0, (isOver ? updatedMs : nowMs) - createdMs))),
  );
}
