import type { HistoryItem, HubOverview, InstanceDetails, InstancePage } from '../model.ts';
import type { InstanceAction } from './allowed-actions.ts';
import { type ListFilter, noFilter, type PageRoute } from './page-route.ts';

/** How the page stands with the host. `locked`: a key is needed. */
type Connection = 'loading' | 'live' | 'lost' | 'locked';

/** A question the page asks before it does something. */
export type Question =
  | { readonly kind: 'start' }
  | { readonly kind: InstanceAction; readonly id: string; readonly isFinished: boolean }
  | { readonly kind: 'signal' | 'delete-entity'; readonly name: string; readonly key: string };

/** A {@link Question} that is being asked. */
export interface OpenQuestion {
  /** Tells it from those asked before. */
  readonly number: number;
  readonly question: Question;
  /** Set while the host is asked. */
  readonly isBusy: boolean;
  /** Why it did not work. */
  readonly problem?: string;
}

/** An entity in the list. */
export interface EntityRow {
  readonly name: string;
  readonly key: string;
  readonly lastOperationMs: number;
}

/** The history of the instance that is shown, and what of it the reader has looked at. */
export interface HistoryState {
  readonly items: readonly HistoryItem[];
  readonly mark?: string;
  /** Events whose values were loaded as a whole, by position. */
  readonly whole: ReadonlyMap<number, HistoryItem>;
  readonly openEvents: ReadonlySet<number>;
  /** How many of the events that match come before those that are shown. */
  readonly skipped: number;
  readonly searchText: string;
  readonly showsTurns: boolean;
  readonly zoom: number;
  /** How far the timeline is scrolled, in pixels. */
  readonly scrollTop: number;
}

/** Everything the page shows. */
export interface PageState {
  readonly route: PageRoute;
  readonly connection: Connection;
  /** Whether the reader has stopped the updates. */
  readonly isPaused: boolean;
  readonly nowMs: number;
  readonly overview?: HubOverview;
  readonly list?: InstancePage;
  readonly instance?: InstanceDetails | 'missing';
  readonly history: HistoryState;
  readonly entities?: { readonly rows: readonly EntityRow[]; readonly next?: string };
  /** Text of its state as JSON. */
  readonly entity?: { readonly state: string } | 'missing';
  readonly asking?: OpenQuestion;
  /** What a screen reader is told. */
  readonly announcement: string;
  /** Why the last request failed. */
  readonly problem?: string;
}

/** What the reader can do. */
export interface PageActions {
  readonly go: (route: PageRoute) => void;
  /** Changes the filter as it is by then: two fields may change before the page is drawn again. */
  readonly changeFilter: (change: (filter: ListFilter) => ListFilter) => void;
  readonly ask: (question: Question) => void;
  readonly answer: (values: Readonly<Record<string, string>>) => void;
  /** Takes a question back, unless another is being asked by now. */
  readonly dismiss: (number: number) => void;
  readonly unlock: (code: string) => void;
  /** Goes past the navigation. */
  readonly skip: () => void;
  readonly togglePause: () => void;
  readonly showWhole: () => void;
  readonly moreEntities: () => void;
  readonly changeHistory: (change: Partial<HistoryState>) => void;
  /** Stretches the timeline so many times over its width. */
  readonly zoomTo: (zoom: number) => void;
  readonly toggleEvent: (position: number, isOpen: boolean) => void;
  /** Opens an event in the list and goes there. */
  readonly jumpTo: (position: number) => void;
}

/** A history nothing is known of. */
export const emptyHistory: HistoryState = {
  ...{ items: [], whole: new Map(), openEvents: new Set(), skipped: 0, searchText: '', showsTurns: false },
  ...{ zoom: 1, scrollTop: 0 },
};

/** Before the first answer. */
export const firstState: PageState = {
  route: { kind: 'instances', filter: noFilter },
  connection: 'loading',
  isPaused: false,
  nowMs: 0,
  history: emptyHistory,
  announcement: '',
};
