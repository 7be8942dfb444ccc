import { firstState, type PageActions, type PageState } from '../view/page-state.ts';
import { pageTitle, pageView } from '../view/page-view.ts';
import { RequestError } from './host-client.ts';
import { keyStore } from './key-store.ts';
import { patchChildren } from './patch.ts';

/** What of the state is to be replaced; `undefined` takes a part of it away. */
export type StateChange = { readonly [Name in keyof PageState]?: PageState[Name] | undefined };

/**
 * Owns the state of the page, replaces it as a whole, and draws what is computed from it, once a frame.
 *
 * An answer that comes after the reader has gone elsewhere is dropped: visits are counted.
 */
export class PageStore {
  readonly root: Element;
  readonly #actions: PageActions;
  #state: PageState = firstState;
  #visit = 0;
  #isDrawing = false;

  constructor(root: Element, actions: PageActions) {
    this.root = root;
    this.#actions = actions;
  }

  get state(): PageState {
    return this.#state;
  }

  /** Number of the place the reader is at. */
  get visit(): number {
    return this.#visit;
  }

  change(change: StateChange): void {
    const next = { ...this.#state, ...change };
    const present = Object.entries(next).filter(([, value]) => value !== undefined);
    this.#state = Object.fromEntries(present) as typeof next as PageState;
    if (this.#isDrawing) return;
    this.#isDrawing = true;
    requestAnimationFrame(() => this.draw());
  }

  /** The reader goes elsewhere. */
  leave(change: StateChange): void {
    this.#visit += 1;
    this.change(change);
  }

  /** Draws at once, for what needs the elements. */
  draw(): void {
    this.#isDrawing = false;
    patchChildren(this.root, pageView(this.#state, this.#actions));
    document.title = pageTitle(this.#state);
  }

  /** Loads something beside the regular news. */
  async load(load: () => Promise<StateChange>): Promise<void> {
    const visit = this.#visit;
    try {
      const change = await load();
      if (visit === this.#visit) this.change(change);
    } catch (error) {
      if (visit === this.#visit) this.fail(error);
    }
  }

  /** Shows why a request came to nothing. */
  fail(error: unknown): void {
    const problem = error instanceof Error ? error.message : String(error);
    const kind = error instanceof RequestError ? error.kind : 'refused';
    if (kind === 'locked') {
      // Nobody has typed a wrong key who was not asked for one.
      this.change({ connection: 'locked', asking: undefined, problem: keyStore.read() === null ? undefined : problem });
    } else if (kind === 'unreachable') this.change({ connection: 'lost' });
    else this.change({ problem });
  }
}
