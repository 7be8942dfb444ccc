/** One step from the rows of partitions to the results of a query. Lives as long as its query. */
export interface ResultStage {
  /** Takes rows and answers what can be told of them by now. */
  push(rows: readonly unknown[]): readonly unknown[];
  /** Answers what was held back. (default nothing) */
  finish?(): readonly unknown[];
}

/** What stages may hold. */
export interface StageLimits {
  /** Most items held. */
  readonly maxBufferedItems: number;
  /** @throws when a stage holds more than that, with the name of what it does. */
  readonly requireRoom: (what: string, count: number) => void;
}
