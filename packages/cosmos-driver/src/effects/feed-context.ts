import type { FeedSource } from '../feeds/feed-source.ts';
import type { CompareRows } from '../feeds/ordered-row.ts';
import type { ResolvedOperationOptions } from '../options/resolve-operation-options.ts';
import type { ExecutionScope } from './execution-scope.ts';
import type { PartitionRanges } from './partition-ranges.ts';
import type { Permits } from './permits.ts';
import type { RequestsSideBySide } from './requests-side-by-side.ts';
import type { SharedWaits } from './shared-waits.ts';

/** What all readers of a feed share. */
export interface FeedContext {
  readonly source: FeedSource;
  readonly compare: CompareRows;
  readonly options: ResolvedOperationOptions;
  readonly scope: ExecutionScope;
  readonly ranges: PartitionRanges;
  readonly permits: Permits;
  /** Ends all requests of the feed. */
  readonly signal: AbortSignal;
  /** What the feed waits for that others wait for too. */
  readonly waits: SharedWaits;
  /** Its requests, noted as they end. */
  readonly requests: RequestsSideBySide;
}
