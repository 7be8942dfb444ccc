import * as z from 'zod/mini';
import { type DurableClientBinding, durableClientBindingSchema } from './durable-client-binding.ts';
import type { HubUrls } from './hub-urls.ts';
import { hubUrlsFromBase } from './hub-urls-from-base.ts';

/**
 * Turns a Functions binding into URL templates.
 *
 * @throws {TypeError} when a URL is missing, malformed, or does not contain the stand-in id where it should.
 */
export function hubUrlsFromBinding(input: unknown): HubUrls {
  const parsed = durableClientBindingSchema.safeParse(input);
  if (!parsed.success) {
    throw new TypeError(`The durable client binding is not usable:\n${z.prettifyError(parsed.error)}`);
  }
  const binding = parsed.data;
  if (binding.creationUrls === undefined || binding.managementUrls === undefined) return fromBaseUrl(binding);
  if (binding.rpcBaseUrl !== undefined) return hubUrlsFromBase(binding.rpcBaseUrl, '', binding.taskHubName);

  const { id, statusQueryGetUri, sendEventPostUri, terminatePostUri, purgeHistoryDeleteUri } = binding.managementUrls;
  const status = replaceInstanceId(statusQueryGetUri, id, '{instanceId}');
  return {
    taskHub: binding.taskHubName,
    start: binding.creationUrls.createNewInstancePostUri,
    status,
    list: replaceInstanceId(statusQueryGetUri, id, ''),
    raiseEvent: replaceInstanceId(sendEventPostUri, id, '{instanceId}'),
    terminate: replaceInstanceId(terminatePostUri, id, '{instanceId}'),
    purge: replaceInstanceId(purgeHistoryDeleteUri, id, '{instanceId}'),
  };
}

function fromBaseUrl(binding: DurableClientBinding): HubUrls {
  const base = binding.httpBaseUrl ?? binding.baseUrl;
  if (base === undefined) {
    throw new TypeError('The durable client binding has neither creationUrls and managementUrls nor a baseUrl.');
  }
  return hubUrlsFromBase(base, binding.requiredQueryStringParameters ?? '', binding.taskHubName);
}

/** Replaces the path segment behind the last `/instances/`; nothing else in the URL that happens to look like the id. */
function replaceInstanceId(url: string, id: string, replacement: string): string {
  const [path = ''] = url.split('?', 1);
  const start = path.lastIndexOf('/instances/') + '/instances/'.length;
  const slash = path.indexOf('/', start);
  const end = slash < 0 ? path.length : slash;
  const segment = path.slice(start, end);
  if (!path.includes('/instances/') || (segment !== id && segment !== encodeURIComponent(id))) {
    throw new TypeError(`The management URL '${path}' of the durable client binding does not contain the id '${id}'.`);
  }
  return `${url.slice(0, start)}${replacement}${url.slice(end)}`;
}
