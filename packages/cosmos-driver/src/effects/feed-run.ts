import { CosmosDiagnostics } from '../diagnostics/cosmos-diagnostics.ts';
import { CosmosError } from '../errors/cosmos-error.ts';
import type { FeedState } from '../feeds/feed-state.ts';
import type { CosmosOperation } from '../operation/cosmos-operation.ts';
import { operationName, resourceLabel } from '../operation/operation-traits.ts';
import type { ResolvedOperationOptions } from '../options/resolve-operation-options.ts';
import type { CosmosResponse } from '../response/cosmos-response.ts';
import type { ExecutionScope } from './execution-scope.ts';
import type { PartitionRanges } from './partition-ranges.ts';
import type { QueryPlans } from './query-plans.ts';
import type { RequestsSideBySide } from './requests-side-by-side.ts';
import type { SharedWaits } from './shared-waits.ts';

/** What feeds are carried out with. */
export interface FeedParts {
  readonly scope: ExecutionScope;
  readonly ranges: PartitionRanges;
  readonly plans: QueryPlans;
}

/** What is asked of one feed. */
export interface FeedRun extends FeedParts {
  readonly operation: CosmosOperation;
  readonly options: ResolvedOperationOptions;
  /** Where it goes on; `undefined`: at its start. */
  readonly state: FeedState | undefined;
  /** Whether pages are read before they are asked for. */
  readonly isReadingAhead: boolean;
  /** Ends all requests. */
  readonly signal: AbortSignal;
  /** All its requests. Engines say which of them a page is made of. */
  readonly requests: RequestsSideBySide;
  /** Told of requests that are part of no answer, such as the one for the plan. */
  readonly onRead: (diagnostics: CosmosDiagnostics) => void;
  /** What it waits for that others wait for too. */
  readonly waits: SharedWaits;
}

/** A page as the engines of feeds make it. */
export interface DrainedPage {
  readonly items: readonly unknown[];
  /** The answers used in it for the first time. */
  readonly responses: readonly CosmosResponse[];
  /** Where the feed goes on behind it; called when somebody wants to know, with what was true then. */
  readonly state: () => FeedState | 'too-large';
  readonly isNotModified?: boolean;
  /** Whether it is known to be the last. (default `false`) */
  readonly isLast?: boolean;
}

/** Makes the pages of a feed, one by one. @returns `undefined` behind the last. */
export type NextPage = () => Promise<DrainedPage | undefined>;

/** @param problem  What is wrong with it, to follow "The continuation". */
export function invalidContinuation(operation: CosmosOperation, problem: string): CosmosError {
  const name = operationName(operation);
  return new CosmosError(`${name} ${resourceLabel(operation)}: the continuation ${problem}.`, {
    code: 'invalid-continuation',
    diagnostics: new CosmosDiagnostics('', name, [], 0),
  });
}
