import * as z from 'zod/mini';
import {
  type DurableClientBinding,
  type DurableClientManagementUrls,
  durableClientBindingSchema,
} from './durable-client-binding.ts';
import type { HubUrls, InstanceUrls } from './hub-urls.ts';
import { entityUrls, hubUrlsFromBase } from './hub-urls-from-base.ts';
import { instanceUrls } from './instance-urls.ts';
import { queryText, splitQuery } from './url-template.ts';

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
  const { creationUrls, managementUrls, rpcBaseUrl, taskHubName } = binding;
  if (creationUrls === undefined || managementUrls === undefined) return fromBaseUrl(binding);

  const links = instanceUrlsFromBinding(managementUrls);
  if (rpcBaseUrl !== undefined) return { ...hubUrlsFromBase(rpcBaseUrl, '', taskHubName), links };
  return {
    ...links,
    taskHub: taskHubName,
    start: creationUrls.createNewInstancePostUri,
    instances: replaceInstanceId(managementUrls.statusQueryGetUri, managementUrls.id, ''),
    ...entityUrlsFromBinding(binding, links),
    links,
  };
}

/** Nothing but the names says which hub it is. */
function fromBaseUrl(binding: DurableClientBinding): HubUrls {
  const base = binding.httpBaseUrl ?? binding.baseUrl;
  if (base === undefined) {
    throw new TypeError('The durable client binding has neither creationUrls and managementUrls nor a baseUrl.');
  }
  const { taskHubName: taskHub, connectionName: connection, requiredQueryStringParameters = '' } = binding;
  const pairs = [requiredQueryStringParameters, queryText({ taskHub, connection })].filter((text) => text !== '');
  return hubUrlsFromBase(base, pairs.join('&'), taskHub);
}

/** What an older host's binding lacks is laid out beside the URL of the status, which every binding has. */
function instanceUrlsFromBinding(urls: DurableClientManagementUrls): InstanceUrls {
  const ofInstance = (url: string) => replaceInstanceId(url, urls.id, '{instanceId}');
  const status = ofInstance(urls.statusQueryGetUri);
  const { rewindPostUri, restartPostUri, suspendPostUri, resumePostUri } = urls;
  return {
    ...instanceUrls(...splitQuery(status)),
    status,
    purge: ofInstance(urls.purgeHistoryDeleteUri),
    raiseEvent: ofInstance(urls.sendEventPostUri),
    terminate: ofInstance(urls.terminatePostUri),
    ...(rewindPostUri !== undefined && { rewind: ofInstance(rewindPostUri) }),
    ...(restartPostUri !== undefined && { restart: ofInstance(restartPostUri) }),
    ...(suspendPostUri !== undefined && { suspend: ofInstance(suspendPostUri) }),
    ...(resumePostUri !== undefined && { resume: ofInstance(resumePostUri) }),
  };
}

/** A binding has no URLs of entities: they are below its base URL, or, in one without, beside its instances. */
function entityUrlsFromBinding(
  binding: DurableClientBinding,
  links: InstanceUrls,
): Pick<HubUrls, 'entity' | 'entities'> {
  const base = binding.httpBaseUrl ?? binding.baseUrl;
  if (base !== undefined) return entityUrls(base.replace(/\/+$/, ''), binding.requiredQueryStringParameters ?? '');
  const [path, query] = splitQuery(links.status);
  return entityUrls(path.slice(0, path.lastIndexOf('/instances/')), query);
}

/** Replaces the path segment behind the last `/instances/`; nothing else in the URL that happens to look like the id. */
function replaceInstanceId(url: string, id: string, replacement: string): string {
  const [path] = splitQuery(url);
  const start = path.lastIndexOf('/instances/') + '/instances/'.length;
  const slash = path.indexOf('/', start);
  const end = slash < 0 ? path.length : slash;
  const segment = path.slice(start, end);
  if (!path.includes('/instances/') || (segment !== id && segment !== encodeURIComponent(id))) {
    throw new TypeError(`The management URL '${path}' of the durable client binding does not contain the id '${id}'.`);
  }
  return `${url.slice(0, start)}${replacement}${url.slice(end)}`;
}
