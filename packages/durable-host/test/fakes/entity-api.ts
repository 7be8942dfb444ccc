import type { DurableHost } from '@perdura/durable-host';

/** What came back of a request. */
interface EntityApiAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** The body parsed; `undefined` for none. */
  readonly body: unknown;
}

/** The entity routes of a host, without a port. */
export interface EntityApi {
  readonly send: (method: string, path: string, body?: string, contentType?: string) => Promise<EntityApiAnswer>;
  /** Signals an entity; the input is written as JSON. */
  readonly signal: (path: string, operation: string, input?: unknown) => Promise<EntityApiAnswer>;
  /** The state of an entity; `undefined` when there is none. */
  readonly read: (path: string) => Promise<unknown>;
}

/** Speaks to the entities of a host: paths are `counter/k1`. */
export function entityApi(host: DurableHost): EntityApi {
  const base = 'http://hub.invalid/runtime/webhooks/durabletask/entities';
  const send: EntityApi['send'] = async (method, path, body, contentType = 'application/json') => {
    const headers = body === undefined ? {} : { 'content-type': contentType };
    const response = await host.fetch(
      new Request(`${base}${path}`, { method, headers, ...(body !== undefined && { body }) }),
    );
    const text = await response.text();
    const parsed: unknown = text === '' ? undefined : JSON.parse(text);
    return { status: response.status, headers: response.headers, body: parsed };
  };
  return {
    send,
    signal: (path, operation, input) =>
      send('POST', `/${path}?op=${operation}`, input === undefined ? undefined : JSON.stringify(input)),
    read: async (path) => (await send('GET', `/${path}`)).body,
  };
}
