/**
 * How a race between two regions ended:
 *
 * - `primary-won-pre-threshold`: the first region answered before a second one was asked.
 * - `deadline-exceeded-pre-threshold`: the deadline passed before a second one was asked.
 * - `primary-won-after-hedge`: both were asked, the first region's answer counts.
 * - `alternate-won`: both were asked, the second region's answer counts.
 * - `both-transient`: neither gave an answer that counts, and that ended the operation.
 * - `cancelled-awaiting-partner`: the caller aborted, or the driver was closed, while both were asked.
 */
export type HedgeTerminalState =
  | 'primary-won-pre-threshold'
  | 'deadline-exceeded-pre-threshold'
  | 'primary-won-after-hedge'
  | 'alternate-won'
  | 'both-transient'
  | 'cancelled-awaiting-partner';

/** What became of asking a second region. */
export interface HedgeDiagnostics {
  /** After how long a second region was to be asked, in milliseconds. */
  readonly thresholdMs: number;
  /** The region asked first; `undefined` for an endpoint without a region. */
  readonly primaryRegion: string | undefined;
  /** The region asked second; `undefined` when none was. */
  readonly alternateRegion: string | undefined;
  /** The region whose answer counts; `undefined` when none does. */
  readonly responseRegion: string | undefined;
  /** How it ended. */
  readonly terminalState: HedgeTerminalState;
  /** Whether the deadline of the operation ended it. */
  readonly deadlineElapsed: boolean;
}
