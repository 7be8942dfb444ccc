import type { CosmosDiagnostics } from '../diagnostics/cosmos-diagnostics.ts';
import { isCosmosError } from '../errors/cosmos-error.ts';
import { invalidResponse } from '../errors/error-from-outcome.ts';
import { rowOrder } from '../feeds/ordered-row.ts';
import type { ContainerReference } from '../operation/container-reference.ts';
import { CosmosOperation } from '../operation/cosmos-operation.ts';
import type { ItemReference } from '../operation/item-reference.ts';
import type { ResolvedOperationOptions } from '../options/resolve-operation-options.ts';
import type { KeyRange } from '../partitioning/key-range.ts';
import { readManyQuery } from '../read-many/read-many-query.ts';
import type { CosmosResponse } from '../response/cosmos-response.ts';
import { readJsonBody } from '../response/read-json-body.ts';
import { statusIs } from '../response/status-is.ts';
import { execute } from './execute.ts';
import type { ExecutionScope } from './execution-scope.ts';
import type { FeedContext } from './feed-context.ts';
import type { PartitionRanges } from './partition-ranges.ts';
import type { Permits } from './permits.ts';
import { createRangeReader, type RangeReader } from './range-reader.ts';
import type { RequestsSideBySide } from './requests-side-by-side.ts';
import type { SharedWaits } from './shared-waits.ts';

/** What the requests of one read of many items share. */
export interface FetchContext {
  readonly container: ContainerReference;
  readonly sessionToken: string | undefined;
  readonly options: ResolvedOperationOptions;
  readonly scope: ExecutionScope;
  readonly ranges: PartitionRanges;
  readonly permits: Permits;
  /** Ends all requests. */
  readonly signal: AbortSignal;
  /** What the read waits for that others wait for too. */
  readonly waits: SharedWaits;
  /** Its requests. */
  readonly requests: RequestsSideBySide;
  /** Told of requests that are part of no answer. */
  readonly onRead: (diagnostics: CosmosDiagnostics) => void;
  /** Told of answers, with the items they held. */
  readonly onAnswer: (response: CosmosResponse, items: readonly unknown[]) => void;
}

/** Reads one item; one that is not there is no failure. @throws {CosmosError} */
export async function fetchItem(context: FetchContext, item: ItemReference): Promise<void> {
  const { onAnswer, options, permits, requests, scope, signal } = context;
  const read = withToken(CosmosOperation.readItem(item), context.sessionToken);
  try {
    const response = await permits.run(() => requests.follow(execute(read, options, scope, signal)));
    onAnswer(response, [parse(read, response)]);
  } catch (error) {
    if (!isCosmosError(error) || !statusIs.notFound(error.status) || error.response === undefined) throw error;
    onAnswer(error.response, []);
  }
}

/** Queries the items of one partition, and of those it is split into meanwhile. @throws {CosmosError} */
export function fetchItems(context: FetchContext, items: readonly ItemReference[], range: KeyRange): Promise<void> {
  const { container, sessionToken } = context;
  const query = CosmosOperation.queryItems(container, readManyQuery(items, container.partitionKey));
  const operation = withToken(query, sessionToken);
  const feed: FeedContext = {
    ...context,
    source: { kind: 'drain', operation, container, scope: range, plan: undefined },
    compare: rowOrder([]),
  };
  return drain(context, createRangeReader(feed, { min: range.min, max: range.max }));
}

async function drain(context: FetchContext, reader: RangeReader): Promise<void> {
  while (!reader.isDone()) {
    await reader.fill();
    const page = reader.rows();
    if (page === undefined) continue;
    context.onAnswer(page.response, page.rows);
    reader.shift();
  }
  await Promise.all((reader.children() ?? []).map((child) => drain(context, child)));
}

function parse(read: CosmosOperation, response: CosmosResponse): unknown {
  try {
    return readJsonBody(response);
  } catch (error) {
    throw invalidResponse(read, response.diagnostics, error);
  }
}

function withToken(operation: CosmosOperation, token: string | undefined): CosmosOperation {
  return token === undefined ? operation : operation.withSessionToken(token);
}
