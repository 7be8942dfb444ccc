import type { HistoryItem, InstanceDetails } from '../model.ts';
import { eventsPerPage, listEvents } from '../view/events-view.ts';
import { type PageRoute, readHash, writeHash } from '../view/page-route.ts';
import { emptyHistory, firstState, type HistoryState, type PageActions, type PageState } from '../view/page-state.ts';
import { pageTitle, pageView } from '../view/page-view.ts';
import { nextPollDelay, type PollOutcome } from '../view/poll-delay.ts';
import { questionRequest } from '../view/question-request.ts';
import type { FormValues } from '../view/vnode.ts';
import { HostClient, RequestError } from './host-client.ts';
import { keyStore } from './key-store.ts';
import { loadEntities, loadPlace } from './load-place.ts';
import { patchChildren } from './patch.ts';

/**
 * The running page.
 *
 * Owns the state, and replaces it as a whole; what is seen is computed from it. The address says which place is shown.
 *
 * 1. One timer at most is set for the next request for news, and none while nobody can see the page or wants updates.
 * 2. An answer that comes after the reader has gone elsewhere is dropped.
 */
export class Page {
  readonly #root: Element;
  readonly #client = new HostClient(keyStore.read);
  #state: PageState = firstState;
  #delayMs = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isDrawing = false;
  /** Counts the places the reader was at. */
  #visit = 0;

  constructor(root: Element) {
    this.#root = root;
  }

  /** Shows the place the address names, and keeps it up to date. */
  open(): void {
    addEventListener('hashchange', () => this.#arrive());
    document.addEventListener('visibilitychange', () => {
      if (!document.hidden) this.#refresh();
    });
    this.#arrive(true);
  }

  #questions = 0;

  readonly #actions: PageActions = {
    go: (route) => {
      location.hash = writeHash(route);
    },
    changeFilter: (change) => {
      const { route } = readHash(location.hash);
      if (route.kind === 'instances') this.#actions.go({ kind: 'instances', filter: change(route.filter) });
    },
    ask: (question) => {
      this.#questions += 1;
      this.#change({ asking: { number: this.#questions, question, isBusy: false } });
      this.#openDialog();
    },
    answer: (values) => void this.#answer(values),
    dismiss: (number) => {
      if (this.#state.asking?.number === number) this.#closeDialog();
    },
    unlock: (code) => {
      keyStore.write(code);
      this.#change({ connection: 'loading', problem: undefined });
      this.#refresh();
    },
    skip: () => this.#focusTitle(),
    togglePause: () => {
      this.#change({ isPaused: !this.#state.isPaused });
      this.#refresh();
    },
    showWhole: () => void this.#showWhole(),
    moreEntities: () => void this.#moreEntities(),
    changeHistory: (change) => this.#changeHistory(change),
    toggleEvent: (position, isOpen) => this.#toggleEvent(position, isOpen),
    jumpTo: (position) => this.#jumpTo(position),
  };

  #change(change: { readonly [Name in keyof PageState]?: PageState[Name] | undefined }): void {
    const next = { ...this.#state, ...change };
    this.#state = Object.fromEntries(
      Object.entries(next).filter(([, value]) => value !== undefined),
    ) as typeof next as PageState;
    if (this.#isDrawing) return;
    this.#isDrawing = true;
    requestAnimationFrame(() => this.#draw());
  }

  #draw(): void {
    this.#isDrawing = false;
    patchChildren(this.#root, pageView(this.#state, this.#actions));
    document.title = pageTitle(this.#state);
  }

  #arrive(isFirst = false): void {
    const { route, code } = readHash(location.hash);
    if (code !== undefined) keyStore.write(code);
    // Also takes the key out of the address, so that it is neither seen nor copied with it.
    if (location.hash !== writeHash(route)) history.replaceState(null, '', writeHash(route));
    const before = this.#state.route;
    const isSamePlace = placeOf(before) === placeOf(route);
    this.#visit += 1;
    this.#change({
      ...{ route, problem: undefined, asking: undefined },
      ...(!isSamePlace && {
        instance: undefined,
        history: emptyHistory,
        entity: undefined,
        entities: undefined,
        list: undefined,
      }),
      ...(route.kind === 'entities' && { entities: undefined }),
    });
    this.#refresh();
    if (isFirst || isSamePlace) return;
    this.#draw();
    this.#focusTitle();
    scrollTo(0, 0);
  }

  #focusTitle(): void {
    document.getElementById('title')?.focus();
  }

  #openDialog(): void {
    this.#draw();
    const dialog = this.#root.querySelector('dialog');
    if (dialog === null) return;
    dialog.showModal();
    dialog.querySelector<HTMLElement>('input, select, textarea')?.focus();
  }

  #refresh(): void {
    clearTimeout(this.#timer);
    this.#delayMs = 0;
    void this.#poll(true);
  }

  /** Closed before it is taken away, a dialog gives the focus back to where it was. */
  #closeDialog(): void {
    this.#root.querySelector('dialog')?.close();
    this.#change({ asking: undefined });
  }

  async #poll(isAsked = false): Promise<void> {
    const visit = this.#visit;
    if (!isAsked && (this.#state.isPaused || document.hidden)) return;
    const before = this.#state;
    let outcome: PollOutcome = 'failed';
    try {
      const change = await loadPlace(this.#client, before);
      if (visit !== this.#visit) return;
      outcome = isNews(before, change) ? 'changed' : 'same';
      this.#change({ ...this.#merge(change), connection: 'live', problem: undefined, ...this.#announce(change) });
    } catch (error) {
      if (visit !== this.#visit) return;
      this.#fail(error);
      if (error instanceof RequestError && error.kind === 'locked') return;
    }
    this.#delayMs = nextPollDelay(this.#delayMs, outcome);
    clearTimeout(this.#timer);
    if (!this.#state.isPaused && !document.hidden) this.#timer = setTimeout(() => void this.#poll(), this.#delayMs);
  }

  /** What the reader did to the history while it was being loaded stays. */
  #merge(change: Partial<PageState>): Partial<PageState> {
    if (change.history === undefined) return change;
    const { items, mark, whole } = change.history;
    return { ...change, history: { ...this.#state.history, items, whole, ...(mark !== undefined && { mark }) } };
  }

  #announce({ instance }: Partial<PageState>): Partial<PageState> {
    const before = this.#state.instance;
    if (typeof instance !== 'object' || typeof before !== 'object' || instance.status === before.status) return {};
    return { announcement: `${instance.id} is ${instance.status} now.` };
  }

  #fail(error: unknown): void {
    const problem = error instanceof Error ? error.message : String(error);
    const kind = error instanceof RequestError ? error.kind : 'refused';
    if (kind === 'locked') {
      // Nobody has typed a wrong key who was not asked for one.
      this.#change({
        connection: 'locked',
        asking: undefined,
        problem: keyStore.read() === null ? undefined : problem,
      });
    } else if (kind === 'unreachable') this.#change({ connection: 'lost' });
    else this.#change({ problem });
  }

  async #answer(values: FormValues): Promise<void> {
    const { asking } = this.#state;
    if (asking === undefined || asking.isBusy) return;
    const { question, number } = asking;
    const request = questionRequest(question, values);
    if ('problem' in request)
      return this.#change({ asking: { number, question, isBusy: false, problem: request.problem } });
    this.#change({ asking: { number, question, isBusy: true } });
    try {
      const { text } = await this.#client.change(request);
      this.#closeDialog();
      this.#change({ announcement: 'Done.' });
      const startedId = question.kind === 'start' || question.kind === 'restart' ? idOf(text) : undefined;
      if (startedId !== undefined) this.#actions.go({ kind: 'instance', id: startedId });
      else if (question.kind === 'purge') this.#change({ instance: 'missing', history: emptyHistory });
      this.#refresh();
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error);
      if (error instanceof RequestError && error.kind === 'locked') this.#fail(error);
      else if (this.#state.asking?.number === number)
        this.#change({ asking: { number, question, isBusy: false, problem } });
    }
  }

  async #showWhole(): Promise<void> {
    const { instance } = this.#state;
    if (typeof instance !== 'object') return;
    await this.#load(async () => {
      const whole = await this.#client.read<InstanceDetails>(
        `instance?id=${encodeURIComponent(instance.id)}&whole=true`,
      );
      return whole === undefined ? {} : { instance: whole };
    });
  }

  async #moreEntities(): Promise<void> {
    const { route, entities } = this.#state;
    if (route.kind !== 'entities' || entities?.next === undefined) return;
    await this.#load(async () => {
      const more = await loadEntities(this.#client, route.name, 100, entities.next);
      return { entities: { ...more, rows: [...entities.rows, ...more.rows] } };
    });
  }

  #changeHistory(change: Partial<HistoryState>): void {
    this.#change({ history: { ...this.#state.history, ...change } });
  }

  #toggleEvent(position: number, isOpen: boolean): void {
    const { openEvents } = this.#state.history;
    if (openEvents.has(position) === isOpen) return;
    const next = new Set(openEvents);
    if (isOpen) next.add(position);
    else next.delete(position);
    this.#changeHistory({ openEvents: next });
    if (isOpen) void this.#loadEvent(position);
  }

  /** Loads the values of an event that were cut. */
  async #loadEvent(position: number): Promise<void> {
    const { route, history } = this.#state;
    const item = history.items[position];
    const values = [item?.input, item?.output, item?.reason, item?.details];
    const isCut = values.some((value) => value !== undefined && value.text.length < value.length);
    if (route.kind !== 'instance' || !isCut || history.whole.has(position)) return;
    await this.#load(async () => {
      const path = `event?id=${encodeURIComponent(route.id)}&position=${position}`;
      const whole = await this.#client.read<HistoryItem>(path);
      const now = this.#state.history;
      return whole === undefined ? {} : { history: { ...now, whole: new Map([...now.whole, [position, whole]]) } };
    });
  }

  /** Loads something beside the regular news, unless the reader has gone elsewhere meanwhile. */
  async #load(load: () => Promise<Partial<PageState>>): Promise<void> {
    const visit = this.#visit;
    try {
      const change = await load();
      if (visit === this.#visit) this.#change(change);
    } catch (error) {
      if (visit === this.#visit) this.#fail(error);
    }
  }

  #jumpTo(position: number): void {
    const all: HistoryState = { ...this.#state.history, searchText: '' };
    const index = listEvents(all).findIndex(({ item }) => item.position === position);
    if (index < 0) return;
    this.#changeHistory({ searchText: '', skipped: Math.floor(index / eventsPerPage) * eventsPerPage });
    this.#toggleEvent(position, true);
    this.#draw();
    const summary = document.querySelector<HTMLElement>(`#event-${position} summary`);
    summary?.scrollIntoView({ block: 'center' });
    summary?.focus({ preventScroll: true });
  }
}

/** What stays the same place while its filter changes. */
function placeOf(route: PageRoute): string {
  return writeHash(route.kind === 'entities' ? { ...route, name: '' } : route).split('?')[0] ?? '';
}

/** Tells whether the host has told something new. */
function isNews(before: PageState, change: Partial<PageState>): boolean {
  const { list, instance, history, entities, entity } = before;
  const withoutTime = (value: unknown) =>
    JSON.stringify(value, (name, part: unknown) => (name === 'nowMs' ? undefined : part));
  if (change.history !== undefined && change.history.mark !== history.mark) return true;
  const old = [list, instance, entities, entity].map(withoutTime);
  return [change.list, change.instance, change.entities, change.entity].some((part, i) => withoutTime(part) !== old[i]);
}

/** The id in the answer to a start. */
function idOf(text: string): string | undefined {
  const { id } = JSON.parse(text) as { readonly id?: unknown };
  return typeof id === 'string' ? id : undefined;
}
