import type { InstanceDetails, ValuePreview } from '../model.ts';
import { type InstanceAction, whyNot } from './allowed-actions.ts';
import { eventsView } from './events-view.ts';
import { formatDuration } from './format-duration.ts';
import { instanceLink } from './instance-link.ts';
import { instanceTable } from './instance-table.ts';
import { noFilter, writeHash } from './page-route.ts';
import type { PageActions, PageState } from './page-state.ts';
import { statusBadge } from './status-badge.ts';
import { timeCell } from './time-cell.ts';
import { timelineView } from './timeline-view.ts';
import { valueBlock } from './value-block.ts';
import { type Child, h, type VNode } from './vnode.ts';

const actionNames: readonly (readonly [InstanceAction, string])[] = [
  ['raise', 'Raise event'],
  ['suspend', 'Suspend'],
  ['resume', 'Resume'],
  ['rewind', 'Rewind'],
  ['restart', 'Restart'],
  ['terminate', 'Terminate'],
  ['purge', 'Purge'],
];

/** One instance with all that is known of it. */
export function instanceView(state: PageState, actions: PageActions): readonly VNode[] {
  const { route, instance, nowMs, history } = state;
  if (route.kind !== 'instance') return [];
  const title = (...more: readonly Child[]) =>
    h(
      'div',
      { class: 'title' },
      h('a', { class: 'back', href: writeHash({ kind: 'instances', filter: noFilter }) }, 'Instances'),
      h('h1', { tabindex: -1, id: 'title' }, route.id),
      more,
    );
  if (instance === undefined) return [title(), h('p', { class: 'empty' }, 'Loading …')];
  if (instance === 'missing') return [title(), h('p', { class: 'empty' }, 'There is no such instance, or no longer.')];
  const isFinished = whyNot('terminate', instance.status) !== undefined;
  return [
    title(statusBadge(instance.status)),
    h(
      'div',
      { class: 'actions', role: 'group', 'aria-label': 'Actions' },
      actionNames.map(([action, name]) => {
        const reason = whyNot(action, instance.status);
        return h(
          'button',
          {
            ...{ type: 'button', key: action, disabled: reason !== undefined, title: reason ?? '' },
            class: action === 'terminate' || action === 'purge' ? 'danger' : '',
            on: { click: () => actions.ask({ kind: action, id: instance.id, isFinished }) },
          },
          name,
        );
      }),
    ),
    facts(instance, isFinished, nowMs),
    h(
      'div',
      { class: 'values' },
      valuePanel('Input', instance.input, actions),
      valuePanel('Output', instance.output, actions),
      valuePanel('Custom status', instance.customStatus, actions),
    ),
    timelineView(history, isFinished ? undefined : nowMs, actions),
    instance.children.length > 0 &&
      h(
        'section',
        { class: 'panel', 'aria-labelledby': 'children-title' },
        h('div', { class: 'panel-title' }, h('h2', { id: 'children-title' }, 'Sub-orchestrations')),
        instanceTable('Sub-orchestrations', instance.children, nowMs),
        instance.hasMoreChildren && h('p', { class: 'hint' }, 'There are more; the first hundred are listed.'),
      ),
    eventsView(history, actions),
  ].filter((node) => node !== false);
}

function facts(instance: InstanceDetails, isFinished: boolean, nowMs: number): VNode {
  const { name, version, createdMs, updatedMs, startAtMs, parentId, tags = {} } = instance;
  const fact = (label: string, ...value: readonly Child[]) => h('div', {}, h('dt', {}, label), h('dd', {}, value));
  return h(
    'dl',
    { class: 'facts' },
    fact('Orchestration', name, version !== undefined && ` (version ${version})`),
    fact('Started', timeCell(createdMs, nowMs)),
    startAtMs !== undefined && fact('To begin', timeCell(startAtMs, nowMs)),
    fact(isFinished ? 'Finished' : 'Last change', timeCell(updatedMs, nowMs)),
    fact(
      isFinished ? 'Took' : 'Running for',
      formatDuration(Math.max(0, (isFinished ? updatedMs : nowMs) - createdMs)),
    ),
    parentId !== undefined && fact('Called by', instanceLink(parentId)),
    Object.keys(tags).length > 0 &&
      fact(
        'Tags',
        Object.entries(tags).map(([tag, text]) => h('span', { class: 'tag' }, `${tag}: ${text}`)),
      ),
    fact('Execution', h('code', {}, instance.executionId)),
  );
}

function valuePanel(label: string, value: ValuePreview | undefined, { showWhole }: PageActions): VNode {
  return h(
    'section',
    { class: 'panel' },
    h('div', { class: 'panel-title' }, h('h2', {}, label)),
    value === undefined ? h('p', { class: 'empty' }, 'none') : valueBlock({ label, value, showWhole }),
  );
}
