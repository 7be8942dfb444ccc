import { setTimeout as delay } from 'node:timers/promises';
import type { JsonText } from '@perdura/durable-core/engine';
import type { RestateServer } from '@perdura/peers';
import type { InstanceEnd, InstanceStart, RaisedEvent } from './orchestration-messages.ts';

/** What a client does with the instances on a Restate server. */
export interface RestateClient {
  /** Makes the server call a worker. */
  registerWorker(workerUrl: string): Promise<void>;
  /** Starts an instance and does not wait for it. */
  start(instanceId: string, start: InstanceStart): Promise<void>;
  raiseEvent(instanceId: string, event: RaisedEvent): Promise<void>;
  /** What the instance's code has set last; `undefined` for nothing. */
  customStatus(instanceId: string): Promise<unknown>;
  /** Waits until the instance has ended. */
  whenEnded(instanceId: string): Promise<InstanceEnd>;
}

/** How often a request is sent again that met a server which is away. */
const TRIES = 100;
const PAUSE_MS = 100;

/** Speaks the HTTP API of Restate: https://docs.restate.dev/services/invocation/http */
export function restateClient({ ingressUrl, adminUrl }: Pick<RestateServer, 'ingressUrl' | 'adminUrl'>): RestateClient {
  const instance = (instanceId: string) => `${ingressUrl}/instance/${encodeURIComponent(instanceId)}`;
  return {
    registerWorker: async (workerUrl) => {
      await send('POST', `${adminUrl}/deployments`, { uri: workerUrl, force: true });
    },
    start: async (instanceId, start) => {
      await send('POST', `${instance(instanceId)}/run/send`, start);
    },
    raiseEvent: async (instanceId, event) => {
      await send('POST', `${ingressUrl}/inbox/${encodeURIComponent(instanceId)}/raise`, event);
    },
    customStatus: async (instanceId) => {
      const text = (await send('POST', `${instance(instanceId)}/customStatus`)) as JsonText | null;
      return text === null ? undefined : JSON.parse(text);
    },
    whenEnded: async (instanceId) =>
      (await send(
        'GET',
        `${ingressUrl}/restate/workflow/instance/${encodeURIComponent(instanceId)}/attach`,
      )) as InstanceEnd,
  };
}

/** A server that has just been started may not know its partitions yet: it answers 5xx, or not at all. */
async function send(method: string, url: string, body?: unknown): Promise<unknown> {
  let problem: unknown;
  for (let tried = 0; tried < TRIES; tried++) {
    try {
      const init =
        body === undefined
          ? { method }
          : { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
      const response = await fetch(url, init);
      const text = await response.text();
      if (response.ok) return text === '' ? undefined : JSON.parse(text);
      problem = new Error(`${method} ${url} answered ${response.status}: ${text}`);
      if (response.status < 500) break;
    } catch (error) {
      problem = error;
    }
    await delay(PAUSE_MS);
  }
  throw problem;
}
