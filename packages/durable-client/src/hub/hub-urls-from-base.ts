import type { HubUrls } from './hub-urls.ts';
import { instanceUrls } from './instance-urls.ts';

/**
 * Lays out the templates below one base URL, as the Durable extension routes them.
 *
 * @param base   Such as `http://127.0.0.1:7071/runtime/webhooks/durabletask`; a slash at its end does not matter.
 * @param query  Fixed query pairs, already encoded, without `?`: `taskHub=Shop&code=abc`. May be empty.
 */
export function hubUrlsFromBase(base: string, query: string, taskHub: string | undefined): HubUrls {
  const root = base.replace(/\/+$/, '');
  const end = query === '' ? '' : `?${query}`;
  const links = instanceUrls(`${root}/instances/{instanceId}`, query);
  return {
    ...links,
    taskHub,
    start: `${root}/orchestrators/{functionName}[/{instanceId}]${end}`,
    instances: `${root}/instances/${end}`,
    ...entityUrls(root, query),
    links,
  };
}

/** The templates of entities below a base URL, which has no slash at its end. */
export function entityUrls(root: string, query: string): Pick<HubUrls, 'entity' | 'entities'> {
  const end = query === '' ? '' : `?${query}`;
  return {
    entity: `${root}/entities/{entityName}[/{entityKey}]${end}`,
    entities: `${root}/entities[/{entityName}]${end}`,
  };
}
