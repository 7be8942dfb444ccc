import { entitiesView, entityView } from './entities-view.ts';
import { instanceView } from './instance-view.ts';
import { listView } from './list-view.ts';
import { noFilter, writeHash } from './page-route.ts';
import type { PageActions, PageState } from './page-state.ts';
import { questionView } from './question-view.ts';
import { h, type VNode } from './vnode.ts';

/** The whole page. */
export function pageView(state: PageState, actions: PageActions): readonly VNode[] {
  if (state.connection === 'locked') return [lockView(state, actions)];
  return [
    h('a', { class: 'skip', href: '#title', on: { click: actions.skip } }, 'Skip to content'),
    header(state, actions),
    h(
      'main',
      { id: 'main', key: writeHash(state.route).split('?')[0] ?? '' },
      state.problem !== undefined && h('p', { class: 'problem', role: 'alert' }, state.problem),
      listView(state, actions),
      instanceView(state, actions),
      entitiesView(state, actions),
      entityView(state, actions),
    ),
    state.asking
      ? questionView(state.asking, state.overview?.orchestrations ?? [], actions)
      : h('span', { key: 'none' }),
    h('div', { class: 'unseen', 'aria-live': 'polite', key: 'news' }, state.announcement),
  ];
}

/** Title of the window. */
export function pageTitle({ route, overview }: PageState): string {
  const place = { instances: 'Instances', instance: '', entities: 'Entities', entity: '' }[route.kind];
  const own = route.kind === 'instance' ? route.id : route.kind === 'entity' ? `${route.name} ${route.key}` : place;
  return `${own} · ${overview?.taskHub ?? 'Durable host'}`;
}

const connectionWords = { live: 'Live', lost: 'No connection', loading: 'Connecting', locked: '' } as const;

function header({ route, overview, connection, isPaused }: PageState, { togglePause }: PageActions): VNode {
  const isEntity = route.kind === 'entity' || route.kind === 'entities';
  const link = (text: string, href: string, isHere: boolean) =>
    h('a', { href, 'aria-current': isHere ? 'page' : undefined }, text);
  const words = isPaused ? 'Paused' : connectionWords[connection];
  return h(
    'header',
    {},
    h(
      'span',
      { class: 'hub' },
      h('span', { class: 'mark', 'aria-hidden': 'true' }, h('i'), h('i'), h('i')),
      overview?.taskHub ?? 'Durable host',
    ),
    h(
      'nav',
      { 'aria-label': 'Main' },
      link('Instances', writeHash({ kind: 'instances', filter: noFilter }), !isEntity),
      link('Entities', writeHash({ kind: 'entities', name: '' }), isEntity),
    ),
    h('span', { class: `connection is-${isPaused ? 'paused' : connection}`, role: 'status' }, words),
    h(
      'button',
      { type: 'button', class: 'quiet', 'aria-pressed': isPaused ? 'true' : 'false', on: { click: togglePause } },
      'Pause updates',
    ),
  );
}

function lockView({ problem }: PageState, { unlock }: PageActions): VNode {
  return h(
    'main',
    { class: 'lock' },
    h('h1', { tabindex: -1, id: 'title' }, 'This host asks for a key'),
    h('p', {}, 'It is the one the host was opened with. It stays in this tab until the tab is closed.'),
    h(
      'form',
      { on: { submit: (values) => unlock(values.code ?? '') } },
      h(
        'div',
        { class: 'field' },
        h('label', { for: 'code' }, 'Key'),
        h('input', { id: 'code', name: 'code', type: 'password', autocomplete: 'off', required: true }),
      ),
      h('p', { class: 'problem', role: 'alert' }, problem ?? ''),
      h('button', { type: 'submit', class: 'primary' }, 'Open'),
    ),
  );
}
