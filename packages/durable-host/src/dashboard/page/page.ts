import type { InstanceDetails } from '../model.ts';
import { isNews } from '../view/is-news.ts';
import { type PageRoute, readHash, writeHash } from '../view/page-route.ts';
import { emptyHistory, type PageActions, type PageState } from '../view/page-state.ts';
import { nextPollDelay, type PollOutcome } from '../view/poll-delay.ts';
import { HistoryReader } from './history-reader.ts';
import { HostClient, RequestError } from './host-client.ts';
import { keyStore } from './key-store.ts';
import { loadEntities, loadPlace } from './load-place.ts';
import { PageStore } from './page-store.ts';
import { Questions } from './questions.ts';

/**
 * The running page: shows the place the address names, and keeps it up to date.
 *
 * One timer at most is set for the next request for news, and none while nobody can see the page or wants updates.
 */
export class Page {
  readonly #client = new HostClient(keyStore.read);
  readonly #store: PageStore;
  readonly #reader: HistoryReader;
  readonly #questions: Questions;
  #delayMs = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(root: Element) {
    this.#store = new PageStore(root, this.#actions);
    this.#reader = new HistoryReader(this.#store, this.#client);
    this.#questions = new Questions(this.#store, this.#client, {
      goToInstance: (id) => this.#actions.go({ kind: 'instance', id }),
      refresh: () => this.#refresh(),
    });
  }

  /** Begins. */
  open(): void {
    addEventListener('hashchange', () => this.#arrive());
    document.addEventListener('visibilitychange', () => {
      if (!document.hidden) this.#refresh();
    });
    this.#arrive(true);
  }

  readonly #actions: PageActions = {
    go: (route) => {
      location.hash = writeHash(route);
    },
    changeFilter: (change) => {
      const { route } = readHash(location.hash);
      if (route.kind === 'instances') this.#actions.go({ kind: 'instances', filter: change(route.filter) });
    },
    ask: (question) => this.#questions.ask(question),
    answer: (values) => void this.#questions.answer(values),
    dismiss: (number) => this.#questions.dismiss(number),
    unlock: (code) => {
      keyStore.write(code);
      this.#store.change({ connection: 'loading', problem: undefined });
      this.#refresh();
    },
    skip: () => focusTitle(),
    togglePause: () => {
      this.#store.change({ isPaused: !this.#store.state.isPaused });
      this.#refresh();
    },
    showWhole: () => void this.#showWhole(),
    moreEntities: () => void this.#moreEntities(),
    changeHistory: (change) => this.#reader.change(change),
    zoomTo: (zoom) => this.#reader.zoomTo(zoom),
    toggleEvent: (position, isOpen) => this.#reader.toggle(position, isOpen),
    jumpTo: (position) => this.#reader.jumpTo(position),
  };

  #arrive(isFirst = false): void {
    const { route, code } = readHash(location.hash);
    if (code !== undefined) keyStore.write(code);
    // Also takes the key out of the address, so that it is neither seen nor copied with it.
    if (location.hash !== writeHash(route)) history.replaceState(null, '', writeHash(route));
    const before = this.#store.state.route;
    const isSamePlace = placeOf(before) === placeOf(route);
    const forgotten = { instance: undefined, history: emptyHistory, entity: undefined, list: undefined };
    this.#store.leave({
      ...{ route, problem: undefined, asking: undefined, entities: undefined },
      ...(!isSamePlace && forgotten),
    });
    this.#refresh();
    // A filter changes what is shown, not where the reader is; another page of the list begins at its top.
    if (isFirst || (isSamePlace && pageOf(before) === pageOf(route))) return;
    this.#store.draw();
    focusTitle();
    scrollTo(0, 0);
  }

  #refresh(): void {
    this.#delayMs = 0;
    void this.#poll(true);
  }

  async #poll(isAsked = false): Promise<void> {
    clearTimeout(this.#timer);
    const { state: before, visit } = this.#store;
    if (!isAsked && (before.isPaused || document.hidden)) return;
    let outcome: PollOutcome = 'failed';
    try {
      const change = await loadPlace(this.#client, before);
      if (visit !== this.#store.visit) return;
      outcome = isNews(before, change) ? 'changed' : 'same';
      this.#store.change({ ...this.#merge(change), connection: 'live', problem: undefined, ...this.#announce(change) });
    } catch (error) {
      if (visit !== this.#store.visit) return;
      this.#store.fail(error);
      if (error instanceof RequestError && error.kind === 'locked') return;
    }
    this.#delayMs = nextPollDelay(this.#delayMs, outcome);
    clearTimeout(this.#timer);
    if (this.#store.state.isPaused || document.hidden) return;
    this.#timer = setTimeout(() => void this.#poll(), this.#delayMs);
  }

  /** What the reader did to the history while it was being loaded stays. */
  #merge(change: Partial<PageState>): Partial<PageState> {
    if (change.history === undefined) return change;
    const { items, mark, whole } = change.history;
    return { ...change, history: { ...this.#store.state.history, items, whole, ...(mark !== undefined && { mark }) } };
  }

  #announce({ instance }: Partial<PageState>): Partial<PageState> {
    const before = this.#store.state.instance;
    if (typeof instance !== 'object' || typeof before !== 'object' || instance.status === before.status) return {};
    return { announcement: `${instance.id} is ${instance.status} now.` };
  }

  async #showWhole(): Promise<void> {
    const { instance } = this.#store.state;
    if (typeof instance !== 'object') return;
    const path = `instance?id=${encodeURIComponent(instance.id)}&whole=true`;
    await this.#store.load(async () => ({ instance: (await this.#client.read<InstanceDetails>(path)) ?? 'missing' }));
  }

  async #moreEntities(): Promise<void> {
    const { route, entities } = this.#store.state;
    if (route.kind !== 'entities' || entities?.next === undefined) return;
    await this.#store.load(async () => {
      const more = await loadEntities(this.#client, route.name, 100, entities.next);
      return { entities: { ...more, rows: [...entities.rows, ...more.rows] } };
    });
  }
}

function focusTitle(): void {
  document.getElementById('title')?.focus();
}

/** What stays the same place while its filter changes. */
function placeOf(route: PageRoute): string {
  return writeHash(route.kind === 'entities' ? { ...route, name: '' } : route).split('?')[0] ?? '';
}

function pageOf(route: PageRoute): string | undefined {
  return route.kind === 'instances' ? route.before : undefined;
}
