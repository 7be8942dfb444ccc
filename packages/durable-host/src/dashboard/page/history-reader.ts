import type { HistoryItem } from '../model.ts';
import { eventsPerPage, listEvents } from '../view/events-view.ts';
import type { HistoryState } from '../view/page-state.ts';
import type { HostClient } from './host-client.ts';
import type { PageStore } from './page-store.ts';

/** Goes through the history as the reader wants to see it. */
export class HistoryReader {
  readonly #store: PageStore;
  readonly #client: HostClient;

  constructor(store: PageStore, client: HostClient) {
    this.#store = store;
    this.#client = client;
  }

  change(change: Partial<HistoryState>): void {
    this.#store.change({ history: { ...this.#store.state.history, ...change } });
  }

  toggle(position: number, isOpen: boolean): void {
    const { openEvents } = this.#store.state.history;
    if (openEvents.has(position) === isOpen) return;
    const next = new Set(openEvents);
    if (isOpen) next.add(position);
    else next.delete(position);
    this.change({ openEvents: next });
    if (isOpen) void this.#loadWhole(position);
  }

  /** Stretches the timeline, and brings the bar of the first row that is seen into sight. */
  zoomTo(zoom: number): void {
    this.change({ zoom });
    this.#store.draw();
    const timeline = this.#store.root.querySelector('.timeline');
    const rows = [...(timeline?.querySelectorAll<HTMLElement>('.row') ?? [])];
    const bar = rows.find((row) => row.offsetTop >= (timeline?.scrollTop ?? 0))?.querySelector('.bar');
    if (!timeline || !bar) return;
    const frame = timeline.getBoundingClientRect();
    timeline.scrollLeft += bar.getBoundingClientRect().left - (frame.left + frame.width / 2);
  }

  /** Opens an event in the list and goes there. */
  jumpTo(position: number): void {
    const all: HistoryState = { ...this.#store.state.history, searchText: '' };
    const index = listEvents(all).findIndex(({ item }) => item.position === position);
    if (index < 0) return;
    this.change({ searchText: '', skipped: Math.floor(index / eventsPerPage) * eventsPerPage });
    this.toggle(position, true);
    this.#store.draw();
    const summary = this.#store.root.querySelector<HTMLElement>(`#event-${position} summary`);
    summary?.scrollIntoView({ block: 'center' });
    summary?.focus({ preventScroll: true });
  }

  /** Loads the values of an event that were cut. */
  async #loadWhole(position: number): Promise<void> {
    const { route, history } = this.#store.state;
    const item = history.items[position];
    const values = [item?.input, item?.output, item?.reason, item?.details];
    const isCut = values.some((value) => value !== undefined && value.text.length < value.length);
    if (route.kind !== 'instance' || !isCut || history.whole.has(position)) return;
    await this.#store.load(async () => {
      const path = `event?id=${encodeURIComponent(route.id)}&position=${position}`;
      const whole = await this.#client.read<HistoryItem>(path);
      const now = this.#store.state.history;
      return whole === undefined ? {} : { history: { ...now, whole: new Map([...now.whole, [position, whole]]) } };
    });
  }
}
