import type { HubUrls } from './hub-urls.ts';

/**
 * Lays out the templates below one base URL, as the Durable extension routes them.
 *
 * @param base   Such as `http://127.0.0.1:7071/runtime/webhooks/durabletask`; a slash at its end does not matter.
 * @param query  Fixed query pairs, already encoded, without `?`: `taskHub=Shop&code=abc`. May be empty.
 */
export function hubUrlsFromBase(base: string, query: string, taskHub: string | undefined): HubUrls {
  const root = base.replace(/\/+$/, '');
  const end = query === '' ? '' : `?${query}`;
  const instance = `${root}/instances/{instanceId}`;
  return {
    taskHub,
    start: `${root}/orchestrators/{functionName}[/{instanceId}]${end}`,
    status: `${instance}${end}`,
    list: `${root}/instances/${end}`,
    raiseEvent: `${instance}/raiseEvent/{eventName}${end}`,
    terminate: `${instance}/terminate?reason={text}${query === '' ? '' : `&${query}`}`,
    purge: `${instance}${end}`,
  };
}
