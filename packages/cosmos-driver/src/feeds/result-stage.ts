/** One step from the rows of partitions to the results of a query. Lives as long as its query. */
export interface ResultStage {
  /** Takes rows and answers what can be told of them by now. */
  push(rows: readonly unknown[]): readonly unknown[];
  /** Answers what was held back. (default nothing) */
  finish?(): readonly unknown[];
}

/** Refuses a stage to hold so many items for what it does. @throws when they are too many. */
export type RequireRoom = (what: string, count: number) => void;
