import { writeHash } from './page-route.ts';
import type { PageActions, PageState } from './page-state.ts';
import { timeCell } from './time-cell.ts';
import { valueBlock } from './value-block.ts';
import { h, type VNode } from './vnode.ts';

/** The list of entities. */
export function entitiesView(state: PageState, actions: PageActions): readonly VNode[] {
  const { route, entities, overview, nowMs } = state;
  if (route.kind !== 'entities') return [];
  const rows = entities?.rows ?? [];
  return [
    h('div', { class: 'title' }, h('h1', { tabindex: -1, id: 'title' }, 'Entities')),
    h(
      'form',
      { class: 'filter', role: 'search', 'aria-label': 'Filter entities', on: { submit: () => {} } },
      h(
        'div',
        { class: 'fields' },
        h(
          'div',
          { class: 'field' },
          h('label', { for: 'entity-name' }, 'Name'),
          h(
            'select',
            { id: 'entity-name', value: route.name, on: { change: (name) => actions.go({ kind: 'entities', name }) } },
            h('option', { value: '' }, 'Any'),
            [...new Set([...(overview?.entities ?? []), ...(route.name === '' ? [] : [route.name])])].map((name) =>
              h('option', { value: name, key: `o-${name}` }, name),
            ),
          ),
        ),
      ),
    ),
    entities === undefined
      ? h('p', { class: 'empty' }, 'Loading …')
      : rows.length === 0
        ? h('p', { class: 'empty' }, 'There are no entities with a state.')
        : h(
            'table',
            {},
            h('caption', { class: 'unseen' }, 'Entities by name and key'),
            h(
              'thead',
              {},
              h(
                'tr',
                {},
                h('th', { scope: 'col' }, 'Entity'),
                h('th', { scope: 'col' }, 'Key'),
                h('th', { scope: 'col' }, 'Last operation'),
              ),
            ),
            h(
              'tbody',
              {},
              rows.map(({ name, key, lastOperationMs }) =>
                h(
                  'tr',
                  { key: JSON.stringify([name, key]) },
                  h('td', {}, name),
                  h(
                    'th',
                    { scope: 'row' },
                    h(
                      'a',
                      { class: 'id', href: writeHash({ kind: 'entity', name, key }) },
                      key === '' ? '(empty)' : key,
                    ),
                  ),
                  h('td', {}, timeCell(lastOperationMs, nowMs)),
                ),
              ),
            ),
          ),
    entities?.next !== undefined &&
      h(
        'nav',
        { class: 'pages', 'aria-label': 'Pages' },
        h('button', { type: 'button', on: { click: actions.moreEntities } }, 'Show more'),
      ),
  ].filter((node) => node !== false);
}

/** One entity and its state. */
export function entityView({ route, entity }: PageState, { ask }: PageActions): readonly VNode[] {
  if (route.kind !== 'entity') return [];
  const { name, key } = route;
  return [
    h(
      'div',
      { class: 'title' },
      h('a', { class: 'back', href: writeHash({ kind: 'entities', name: '' }) }, 'Entities'),
      h('h1', { tabindex: -1, id: 'title' }, `${name} ${key}`),
    ),
    h(
      'div',
      { class: 'actions', role: 'group', 'aria-label': 'Actions' },
      h('button', { type: 'button', on: { click: () => ask({ kind: 'signal', name, key }) } }, 'Signal'),
      h(
        'button',
        {
          type: 'button',
          class: 'danger',
          disabled: entity === 'missing',
          on: { click: () => ask({ kind: 'delete-entity', name, key }) },
        },
        'Delete',
      ),
    ),
    h(
      'section',
      { class: 'panel' },
      h('div', { class: 'panel-title' }, h('h2', {}, 'State')),
      entity === undefined
        ? h('p', { class: 'empty' }, 'Loading …')
        : entity === 'missing'
          ? h('p', { class: 'empty' }, 'It has no state.')
          : valueBlock({ label: 'State', value: { text: entity.state, length: entity.state.length } }),
    ),
  ];
}
