/** What the page needs to know of the host before anything else. */
export interface HubOverview {
  readonly taskHub: string;
  /** Names of the orchestrations that can be started. */
  readonly orchestrations: readonly string[];
  /** Names of the entities. */
  readonly entities: readonly string[];
}

/** One line of the list of instances. Times are milliseconds since 1970, here and below. */
export interface InstanceRow {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly createdMs: number;
  readonly updatedMs: number;
  /** Id of the instance that called it; absent when a client started it. */
  readonly parentId?: string;
}

/** How many instances there are of each status, within what was looked at. */
export interface InstanceCounts {
  readonly byStatus: Readonly<Record<string, number>>;
  /** Whether older instances were left out. */
  readonly isPartial: boolean;
}

/** One page of the list of instances, newest first. */
export interface InstancePage {
  readonly nowMs: number;
  readonly rows: readonly InstanceRow[];
  readonly counts: InstanceCounts;
  /** Where older instances go on; absent at the end of the list. */
  readonly next?: string;
  /** Set when the host stopped looking before the page was full: when the oldest instance it looked at was started. */
  readonly searchedBackToMs?: number;
}

/** A value as JSON text, or its beginning. */
export interface ValuePreview {
  readonly text: string;
  /** Length of the whole text; that of `text` when nothing was cut. */
  readonly length: number;
}

/** One instance. */
export interface InstanceDetails extends InstanceRow {
  readonly nowMs: number;
  readonly executionId: string;
  readonly version?: string;
  readonly startAtMs?: number;
  readonly tags?: Readonly<Record<string, string>>;
  readonly input?: ValuePreview;
  readonly output?: ValuePreview;
  readonly customStatus?: ValuePreview;
  /** How many events its history has. */
  readonly eventCount: number;
  /** The sub-orchestrations it has started, oldest first, and not more than a hundred. */
  readonly children: readonly InstanceRow[];
  readonly hasMoreChildren: boolean;
}

/** One event of a history. Which members it has depends on its kind. */
export interface HistoryItem {
  /** Its place in the history, from 0. */
  readonly position: number;
  /** What happened: `task-scheduled`, `timer-fired`, … */
  readonly kind: string;
  readonly timeMs: number;
  /** What ties a beginning to its end: an activity, a timer, a sub-orchestration. */
  readonly id?: number;
  /** Name of the function or event. */
  readonly name?: string;
  /** The other instance or entity it concerns. */
  readonly instanceId?: string;
  /** When a timer is due. */
  readonly fireAtMs?: number;
  readonly input?: ValuePreview;
  readonly output?: ValuePreview;
  /** Why it failed, was stopped or paused. */
  readonly reason?: ValuePreview;
  /** More of a failure, such as a stack trace. */
  readonly details?: ValuePreview;
  /** How the instance ended. */
  readonly status?: string;
  /** What was asked of an entity: the name of the event that is the answer, absent for a signal, and the operation. */
  readonly request?: { readonly id?: string; readonly operation: string };
  /** Set on the answer of an entity that says that what it was asked for failed. */
  readonly hasFailed?: true;
}

/** A part of a history. */
export interface HistoryPage {
  /** The events from position `from` on; those the page had from there on are no longer true. */
  readonly from: number;
  readonly events: readonly HistoryItem[];
  /** Stands for the last of them: handed back to have what came after it. */
  readonly mark?: string;
  /** Whether there is more to be had at once. */
  readonly hasMore: boolean;
}
