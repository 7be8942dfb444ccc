import { DurableClient, type DurableClientOptions } from '@perdura/durable-client';
import { type RecordedRequest, type ScriptedReply, scriptedFetch } from './scripted-fetch.ts';

/** A client of the hub `Hub` below `http://h/api`, whose answers are scripted. An `Error` among them is a lost answer. */
export function clientOf(
  replies: readonly (ScriptedReply | Error)[] = [],
  options: DurableClientOptions = {},
): { readonly client: DurableClient; readonly requests: readonly RecordedRequest[] } {
  const script = scriptedFetch(replies);
  const client = new DurableClient({ baseUrl: 'http://h/api', taskHub: 'Hub' }, { fetch: script.fetch, ...options });
  return { client, requests: script.requests };
}
