import type { CosmosDriver } from '../../src/driver.ts';
import { importKeyNode } from '../../src/effects/sign-node.ts';
import type { TransportRequest, TransportResponse } from '../../src/effects/transport.ts';
import { ContainerReference } from '../../src/operation/container-reference.ts';
import { DatabaseReference } from '../../src/operation/database-reference.ts';
import { undiciTransportFields } from '../../src/options/undici-transport-options.ts';
import { openRuntime } from '../../src/runtime.ts';
import { accountDocument, accountEndpoint, accountKey } from './fake-account.ts';
import { type FakeClock, fakeClock } from './fake-clock.ts';

/** An answer of a scripted service. */
export interface Answer {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly body?: unknown;
}

/** What a service answers to requests of feeds, by kind. */
export interface FeedScript {
  /** `GET …/pkranges`. (default two ranges, then 304) */
  readonly ranges?: (request: TransportRequest, count: number) => Answer;
  /** A request for a plan. */
  readonly plan?: (request: TransportRequest) => Answer;
  /** Everything else of a container's feed. */
  readonly page?: (request: TransportRequest, count: number) => Answer | 'hang' | Promise<Answer>;
}

/** A range as the service sends it. */
export function rangeDocument(
  id: string,
  minInclusive: string,
  maxExclusive: string,
  parents: readonly string[] = [],
): object {
  return { id, minInclusive, maxExclusive, parents };
}

const twoRanges = [rangeDocument('0', '', '20'), rangeDocument('1', '20', 'FF')];

export const scripted: ContainerReference = new ContainerReference(DatabaseReference.from('db'), 'orders', {
  rid: 'kX0wAJ8vXx0=',
  partitionKey: { paths: ['/customer'], kind: 'Hash', version: 2 },
});

/** A driver on a scripted service, and what was sent. */
export async function scriptedFeeds(script: FeedScript): Promise<{
  readonly driver: CosmosDriver;
  readonly clock: FakeClock;
  readonly sent: {
    readonly ranges: TransportRequest[];
    readonly plans: TransportRequest[];
    readonly pages: TransportRequest[];
  };
}> {
  const clock = fakeClock();
  const sent = { ranges: [] as TransportRequest[], plans: [] as TransportRequest[], pages: [] as TransportRequest[] };
  const answer = (request: TransportRequest): Answer | 'hang' | Promise<Answer> => {
    const { pathname } = new URL(request.url);
    if (pathname === '/') return { body: accountDocument() };
    if (pathname.endsWith('/pkranges')) {
      sent.ranges.push(request);
      if (script.ranges !== undefined) return script.ranges(request, sent.ranges.length);
      const isKnown = request.headers['if-none-match'] !== undefined;
      return {
        status: isKnown ? 304 : 200,
        headers: { etag: '"1"' },
        body: isKnown ? undefined : { PartitionKeyRanges: twoRanges },
      };
    }
    if (request.headers['x-ms-cosmos-is-query-plan-request'] !== undefined) {
      sent.plans.push(request);
      return script.plan?.(request) ?? { status: 500 };
    }
    sent.pages.push(request);
    return script.page?.(request, sent.pages.length) ?? { body: { Documents: [] } };
  };
  const send = async (request: TransportRequest): Promise<TransportResponse> => {
    const found = answer(request);
    if (found === 'hang') {
      return new Promise((_, reject) =>
        request.signal?.addEventListener('abort', () => reject(request.signal?.reason)),
      );
    }
    const { status = 200, headers = {}, body } = await found;
    return {
      status,
      headers,
      body: body === undefined ? new Uint8Array() : new TextEncoder().encode(JSON.stringify(body)),
    };
  };
  let ids = 0;
  const runtime = openRuntime({
    createTransport: () => ({ send }),
    transportFields: undiciTransportFields,
    importKey: importKeyNode,
    clock,
    random: () => 0.5,
    newId: () => `id-${++ids}`,
    environment: { AZURE_COSMOS_HEDGING_ENABLED: 'false' },
    unusedVariables: {},
    userAgentSystem: 'perdura-cosmos-driver/0 test',
    warn: () => undefined,
  });
  return {
    driver: await runtime.createDriver({ endpoint: accountEndpoint, credential: { key: accountKey } }),
    clock,
    sent,
  };
}

/** A plan as the gateway sends it. */
export function planDocument(queryInfo: object, extra: object = {}): Answer {
  return {
    body: {
      partitionedQueryExecutionInfoVersion: 2,
      queryInfo: { distinctType: 'None', orderBy: [], ...queryInfo },
      queryRanges: [{ min: '', max: 'FF', isMinInclusive: true, isMaxInclusive: false }],
      ...extra,
    },
  };
}
