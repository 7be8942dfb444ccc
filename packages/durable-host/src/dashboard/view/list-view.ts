import type { InstanceCounts } from '../model.ts';
import { formatTime, toLocalField } from './format-time.ts';
import { instanceTable } from './instance-table.ts';
import { type ListFilter, noFilter, writeHash } from './page-route.ts';
import type { PageActions, PageState } from './page-state.ts';
import { statuses } from './status-badge.ts';
import { h, type VNode } from './vnode.ts';

/** The list of instances, its filter, and its pages. */
export function listView(state: PageState, actions: PageActions): readonly VNode[] {
  const { route, list, nowMs } = state;
  if (route.kind !== 'instances') return [];
  const { filter, before } = route;
  const rows = list?.rows ?? [];
  return [
    h(
      'div',
      { class: 'title' },
      h('h1', { tabindex: -1, id: 'title' }, 'Instances'),
      h(
        'button',
        { type: 'button', class: 'primary', on: { click: () => actions.ask({ kind: 'start' }) } },
        'Start an instance',
      ),
    ),
    filterForm(filter, list?.counts, state.overview?.orchestrations ?? [], actions),
    list === undefined
      ? h('p', { class: 'empty' }, 'Loading …')
      : rows.length === 0 && list.next === undefined
        ? h(
            'p',
            { class: 'empty' },
            isFiltered(filter) ? 'No instance matches the filter.' : 'There are no instances yet.',
          )
        : instanceTable('Instances, newest first', rows, nowMs),
    list !== undefined && rows.length === 0 && list.next !== undefined && h('p', { class: 'empty' }, 'None here.'),
    h(
      'nav',
      { class: 'pages', 'aria-label': 'Pages' },
      before !== undefined && h('a', { class: 'button', href: writeHash({ kind: 'instances', filter }) }, 'Newest'),
      list?.searchedBackToMs !== undefined && h('span', {}, `Searched back to ${formatTime(list.searchedBackToMs)}.`),
      list?.next !== undefined &&
        h(
          'a',
          { class: 'button', href: writeHash({ kind: 'instances', filter, before: list.next }) },
          list.searchedBackToMs === undefined ? 'Older' : 'Search further back',
        ),
    ),
  ].filter((node) => node !== false);
}

function isFiltered(filter: ListFilter): boolean {
  return writeHash({ kind: 'instances', filter }) !== writeHash({ kind: 'instances', filter: noFilter });
}

function filterForm(
  filter: ListFilter,
  counts: InstanceCounts | undefined,
  names: readonly string[],
  { changeFilter }: PageActions,
): VNode {
  const change = (part: Partial<ListFilter>) => changeFilter((now) => ({ ...now, ...part }));
  const toggle = (status: string) =>
    changeFilter((now) => {
      const others = now.statuses.filter((other) => other !== status);
      return { ...now, statuses: others.length < now.statuses.length ? others : [...now.statuses, status] };
    });
  const setTime = (name: 'fromMs' | 'toMs', value: string) =>
    changeFilter(({ [name]: _replaced, ...others }) =>
      value === '' ? others : { ...others, [name]: Date.parse(value) },
    );
  const timeField = (name: 'fromMs' | 'toMs', label: string) =>
    h(
      'div',
      { class: 'field' },
      h('label', { for: name }, label),
      h('input', {
        ...{ id: name, type: 'datetime-local', value: filter[name] === undefined ? '' : toLocalField(filter[name]) },
        on: { change: (value) => setTime(name, value) },
      }),
    );
  return h(
    'form',
    { class: 'filter', role: 'search', 'aria-label': 'Filter instances', on: { submit: () => {} } },
    h(
      'fieldset',
      { class: 'chips' },
      h('legend', { class: 'unseen' }, 'Status'),
      statuses.map((status) => statusChip(status, filter.statuses.includes(status), counts, () => toggle(status))),
    ),
    h(
      'div',
      { class: 'fields' },
      h(
        'div',
        { class: 'field' },
        h('label', { for: 'prefix' }, 'Id begins with'),
        h('input', {
          ...{ id: 'prefix', type: 'search', value: filter.prefix, autocomplete: 'off', spellcheck: 'false' },
          on: { change: (prefix) => change({ prefix }) },
        }),
      ),
      h(
        'div',
        { class: 'field' },
        h('label', { for: 'name' }, 'Orchestration'),
        h(
          'select',
          { id: 'name', value: filter.name, on: { change: (name) => change({ name }) } },
          h('option', { value: '' }, 'Any'),
          [...new Set([...names, ...(filter.name === '' ? [] : [filter.name])])].map((name) =>
            h('option', { value: name, key: `o-${name}` }, name),
          ),
        ),
      ),
      timeField('fromMs', 'Started from'),
      timeField('toMs', 'Started until'),
      h(
        'label',
        { class: 'check' },
        h('input', {
          ...{ type: 'checkbox', checked: filter.withoutChildren === true },
          on: { change: () => changeFilter(toggleChildren) },
        }),
        'Without sub-orchestrations',
      ),
      isFiltered(filter) &&
        h('a', { class: 'button quiet', href: writeHash({ kind: 'instances', filter: noFilter }) }, 'Clear'),
    ),
  );
}

function toggleChildren({ withoutChildren, ...others }: ListFilter): ListFilter {
  return withoutChildren === true ? others : { ...others, withoutChildren: true };
}

function statusChip(status: string, isOn: boolean, counts: InstanceCounts | undefined, toggle: () => void): VNode {
  const count = counts?.byStatus[status] ?? 0;
  const shown = counts === undefined ? '' : `${count.toLocaleString('en')}${counts.isPartial && count > 0 ? '+' : ''}`;
  return h(
    'label',
    { class: `chip is-${status.toLowerCase()}`, key: status },
    h('input', { type: 'checkbox', name: 'status', value: status, checked: isOn, on: { change: toggle } }),
    h('span', { class: 'dot', 'aria-hidden': 'true' }),
    status,
    ' ',
    h('span', { class: 'count' }, shown),
  );
}
