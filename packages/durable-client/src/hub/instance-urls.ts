import type { InstanceUrls } from './hub-urls.ts';

/**
 * Lays out the templates of one instance, as the Durable extension routes them.
 *
 * @param instance  `…/instances/{instanceId}`
 * @param query     Fixed query pairs, already encoded, without `?`. May be empty.
 */
export function instanceUrls(instance: string, query: string): InstanceUrls {
  const end = query === '' ? '' : `?${query}`;
  const withReason = (action: string) => `${instance}/${action}?reason={text}${query === '' ? '' : `&${query}`}`;
  return {
    status: `${instance}${end}`,
    purge: `${instance}${end}`,
    raiseEvent: `${instance}/raiseEvent/{eventName}${end}`,
    terminate: withReason('terminate'),
    suspend: withReason('suspend'),
    resume: withReason('resume'),
    rewind: withReason('rewind'),
    restart: `${instance}/restart${end}`,
  };
}
