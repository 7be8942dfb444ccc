import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import {
  DurableClient,
  type DurableClientBinding,
  type EntityId,
  isDurableClientError,
  type OrchestrationStatus,
  type RequestLike,
  type RuntimeStatus,
} from '@perdura/durable-client';
import { decisions, errorCodes } from './client-decisions.ts';
import { jumpingClock } from './fakes/jumping-clock.ts';
import { type RecordedRequest, type ScriptedReply, scriptedFetch } from './fakes/scripted-fetch.ts';

interface ClientVector {
  readonly name: string;
  readonly binding: DurableClientBinding;
  readonly call: string;
  readonly serverReplies: readonly ScriptedReply[];
  readonly expected: {
    readonly requests: readonly { method: string; url: string; headers: Record<string, string>; body: string }[];
    readonly outcome:
      | { readonly error: unknown }
      | { readonly ok: { undefined?: true; value?: unknown; httpResponse?: HttpAnswer } };
  };
}

/** An answer for an HTTP caller, as a vector shows it. */
interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** Another hub, as durable-functions names it. */
interface OtherHub {
  readonly taskHubName: string;
  readonly connectionName: string;
}

/** The methods of durable-functions' `DurableClient` that the vectors call, on ours. */
function asDurableFunctionsClient(client: DurableClient) {
  const forHub = (hub: OtherHub | undefined) =>
    hub === undefined ? client : client.forHub({ taskHub: hub.taskHubName, connection: hub.connectionName });
  return {
    startNew: (name: string, options?: { instanceId?: string; input?: unknown }) => client.startNew(name, options),
    getStatus: (id: string, options?: { showHistory?: boolean }) => client.queryStatus(id, options),
    getStatusAll: async () => {
      const statuses: OrchestrationStatus[] = [];
      for await (const status of client.queryAllStatuses()) statuses.push(status);
      return statuses;
    },
    raiseEvent: (id: string, name: string, data?: unknown, hub?: OtherHub) =>
      hub === undefined
        ? client.raiseEvent(id, name, data)
        : client.raiseEventForHub({ taskHub: hub.taskHubName, connection: hub.connectionName }, id, name, data),
    terminate: (id: string, reason: string) => client.terminate(id, reason),
    suspend: (id: string, reason: string) => client.suspend(id, reason),
    resume: (id: string, reason: string) => client.resume(id, reason),
    rewind: (id: string, reason: string) => client.rewind(id, reason),
    purgeInstanceHistoryBy: ({
      runtimeStatus,
      ...filter
    }: {
      createdTimeFrom: Date;
      runtimeStatus?: RuntimeStatus[];
    }) => client.purgeHistories({ ...filter, runtimeStatuses: runtimeStatus }),
    readEntityState: async (id: EntityId, hub?: OtherHub) => {
      const entity = await forHub(hub).readEntity(id);
      return entity === undefined ? { entityExists: false } : { entityExists: true, entityState: entity.state };
    },
    signalEntity: (id: EntityId, operation: string, input?: unknown) => client.signalEntity(id, operation, input),
    createHttpManagementPayload: async (id: string) => client.createHttpManagementPayload(id),
    createCheckStatusResponse: async (request: RequestLike | undefined, id: string) =>
      answerOf(client.createCheckStatusResponse(request, id)),
    waitForCompletionOrCreateCheckStatusResponse: async (
      request: RequestLike,
      id: string,
      wait: { timeoutInMilliseconds: number; retryIntervalInMilliseconds: number },
    ) => {
      const timeoutMs = wait.timeoutInMilliseconds;
      const options = { timeoutMs, pollingIntervalMs: wait.retryIntervalInMilliseconds };
      return answerOf(await client.waitForCompletionOrCreateCheckStatusResponse(request, id, options));
    },
  };
}

async function answerOf(response: Response): Promise<HttpAnswer> {
  const headers = Object.fromEntries(response.headers);
  return { status: response.status, headers, body: await response.json() };
}

/** What the two implementations must agree on: method, decoded path, decoded query, body, content type, token. */
function comparable(url: URL, method: string, body: string, headers: Headers) {
  return {
    method,
    path: decodeLeniently(url.pathname),
    query: Object.fromEntries(url.searchParams),
    body: body === '' ? '' : JSON.parse(body),
    contentType: headers.get('content-type'),
    traceparent: headers.get('traceparent'),
    tracestate: headers.get('tracestate'),
    token: headers.get('x-ms-continuation-token'),
  };
}

/** The peer leaves bare percent signs in its paths. */
function decodeLeniently(path: string): string {
  return path.replace(/(%[0-9a-f]{2})+/gi, (sequence) => decodeURIComponent(sequence));
}

function received({ method, url, headers, body }: RecordedRequest) {
  return comparable(new URL(url), method, body, headers);
}

/** What the peer sent, with our decision put over it. */
function wanted(
  request: ClientVector['expected']['requests'][number],
  decision: (typeof decisions)[string] | undefined,
) {
  const sent = comparable(
    new URL(request.url, 'http://host'),
    request.method,
    request.body,
    new Headers(request.headers),
  );
  if (decision === undefined) return sent;
  const rpc = request.url.startsWith('/durabletask/');
  const hub = rpc ? {} : { taskHub: 'TestHub', connection: 'Storage', code: 'K3y==' };
  return {
    ...sent,
    ...(decision.path !== undefined && {
      path: `${rpc ? '/durabletask' : '/runtime/webhooks/durabletask'}${decision.path}`,
    }),
    ...(decision.query !== undefined && { query: { ...hub, ...decision.query } }),
    ...(decision.body !== undefined && { body: decision.body === '' ? '' : JSON.parse(decision.body) }),
  };
}

/** Dates as the peer prints them, absent members left out. */
function plain(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}

/** The peer hands list elements on as the host sent them, times without fractions. */
function withDates(value: unknown): unknown {
  if (!Array.isArray(value)) return value;
  return value.map((status: OrchestrationStatus) => ({
    ...status,
    createdTime: new Date(status.createdTime),
    lastUpdatedTime: new Date(status.lastUpdatedTime),
  }));
}

const folder = new URL('./vectors/client/', import.meta.url);
const vectors = readdirSync(folder).map(
  (file): ClientVector =>
    JSON.parse(readFileSync(new URL(file, folder), 'utf8').replaceAll('http://HOST', 'http://host')),
);
const baseName = (vector: ClientVector) => vector.name.replace(/\.(rpc|webhook)$/, '');

describe('DurableClient against the recordings of durable-functions 3.5.0', () => {
  it('has a recording for every decision and every error code', () => {
    const names = new Set(vectors.map(baseName));
    expect([...Object.keys(decisions), ...Object.keys(errorCodes)].filter((name) => !names.has(name))).toEqual([]);
    expect(vectors.length).toBe(96);
    const different = vectors.filter((vector) => decisions[baseName(vector)] !== undefined).length;
    process.stdout.write(
      `client vectors: ${vectors.length} run, ${vectors.length - different} equal, ${different} by decision\n`,
    );
  });

  it.each(vectors.map((vector) => [vector.name, vector] as const))('%s', async (_name, vector) => {
    const decision = decisions[baseName(vector)];
    const script = scriptedFetch(vector.serverReplies);
    const client = new DurableClient(vector.binding, {
      fetch: script.fetch,
      clock: jumpingClock(),
      requestTimeoutMs: Number.POSITIVE_INFINITY,
    });
    const call = new Function('client', `return ${vector.call};`);

    const outcome: { value?: unknown; code?: string } = await call(asDurableFunctionsClient(client)).then(
      (value: unknown) => ({ value }),
      (error: unknown) => {
        if (isDurableClientError(error)) return { code: error.code };
        if (error instanceof TypeError) return { code: 'TypeError' };
        throw error;
      },
    );

    const sentByPeer = decision?.refused === true ? [] : vector.expected.requests;
    expect(script.requests.map(received)).toEqual(sentByPeer.map((sent) => wanted(sent, decision)));
    const { outcome: peer } = vector.expected;
    if (decision?.outcome !== undefined) {
      expect(outcome).toEqual(decision.outcome);
    } else if ('error' in peer) {
      expect(outcome.code).toBe(errorCodes[baseName(vector)]);
    } else {
      expect(plain(outcome.value)).toEqual(plain(withDates(peer.ok.httpResponse ?? peer.ok.value)));
    }
  });
});
