import { headerNames } from '@perdura/cosmos-protocol';
import { type CosmosDiagnostics, endedWith } from '../diagnostics/cosmos-diagnostics.ts';
import type { CosmosResponse, CosmosResponseBody } from '../response/cosmos-response.ts';
import { type CosmosStatus, cosmosStatus } from '../response/cosmos-status.ts';
import { type CosmosResponseHeaders, readResponseHeaders } from '../response/response-headers.ts';
import { formatProgress, mergeIntoProgress } from '../session/session-token.ts';

/** What a page is made of. */
export interface FeedPageParts {
  readonly items: readonly unknown[];
  /** The answers it was made of, in the order they were used. */
  readonly responses: readonly CosmosResponse[];
  readonly diagnostics: CosmosDiagnostics;
  /** Whether there is nothing new in a change feed. */
  readonly isNotModified: boolean;
  /** Where the next page begins; called when somebody wants to know. */
  readonly continuationToken: () => string | undefined;
}

/** A page of a feed, made of one or several answers of the service. */
export class FeedPage implements CosmosResponse {
  readonly body: CosmosResponseBody;
  readonly headers: CosmosResponseHeaders;
  readonly rawHeaders: Readonly<Record<string, string>>;
  readonly status: CosmosStatus;
  readonly diagnostics: CosmosDiagnostics;
  readonly servingRegion: string | undefined;
  readonly #continuationToken: () => string | undefined;

  constructor({ items, responses, diagnostics, isNotModified, continuationToken }: FeedPageParts) {
    this.body = { kind: 'items', items };
    this.rawHeaders = combineHeaders(responses, items.length, diagnostics);
    this.headers = readResponseHeaders(this.rawHeaders);
    this.status = isNotModified ? cosmosStatus(304, 0) : cosmosStatus(200, 0);
    this.diagnostics = endedWith(diagnostics, this.status, false);
    this.servingRegion = diagnostics.effectiveRegion;
    this.#continuationToken = continuationToken;
  }

  get continuationToken(): string | undefined {
    return this.#continuationToken();
  }
}

/** Headers that mean the page as a whole: charges added up, session tokens merged, the last metrics there are. */
function combineHeaders(
  responses: readonly CosmosResponse[],
  itemCount: number,
  { activityId, totalRequestCharge }: CosmosDiagnostics,
): Record<string, string> {
  const last = (name: string): string | undefined =>
    responses.findLast(({ rawHeaders }) => (rawHeaders[name] ?? '') !== '')?.rawHeaders[name];
  const combined: Record<string, string | undefined> = {
    [headerNames.activityId]: activityId,
    [headerNames.requestCharge]: String(totalRequestCharge),
    [headerNames.itemCount]: String(itemCount),
    [headerNames.sessionToken]: mergeTokens(responses),
    [headerNames.queryMetrics]: last(headerNames.queryMetrics),
    [headerNames.indexUtilization]: last(headerNames.indexUtilization),
  };
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(combined)) if (value !== undefined) headers[name] = value;
  return headers;
}

function mergeTokens(responses: readonly CosmosResponse[]): string | undefined {
  const tokens = new Set(responses.flatMap(({ headers }) => headers.sessionToken ?? []));
  // Most pages are made of one answer, whose token needs no reading.
  if (tokens.size < 2) return tokens.values().next().value;
  let progress: Parameters<typeof mergeIntoProgress>[0] = new Map();
  for (const token of tokens) progress = mergeIntoProgress(progress, token);
  return formatProgress(progress);
}
