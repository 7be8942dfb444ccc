import { checkOptions } from '../arguments/check-options.ts';
import { checkSegment } from '../arguments/check-text.ts';
import type { HubUrls, InstanceUrls } from './hub-urls.ts';
import { setQuery } from './url-template.ts';

/** Another task hub that the same host can reach. */
export interface HubName {
  /** Name of the task hub. */
  readonly taskHub: string;
  /** Name of the setting with its storage connection. (default: the connection of the first hub) */
  readonly connection?: string | undefined;
}

/**
 * The same URLs with another hub in their queries.
 *
 * @param owner  Who was given the hub, for the message.
 * @throws {TypeError} when the hub has no name.
 */
export function urlsForHub(urls: HubUrls, hub: HubName, owner: string): HubUrls {
  if (hub === undefined) throw new TypeError(`${owner}: pass the hub as { taskHub, connection? }.`);
  checkOptions(hub, ['taskHub', 'connection'], owner);
  const taskHub = checkSegment(hub.taskHub, 'taskHub');
  const connection = hub.connection === undefined ? undefined : checkSegment(hub.connection, 'connection');
  const move = (url: string) => setQuery(url, { taskHub, connection });
  const { start, instances, entity, entities, links } = urls;
  return {
    ...moveInstance(urls, move),
    taskHub,
    start: move(start),
    instances: move(instances),
    entity: move(entity),
    entities: move(entities),
    links: moveInstance(links, move),
  };
}

function moveInstance(urls: InstanceUrls, move: (url: string) => string): InstanceUrls {
  return {
    status: move(urls.status),
    purge: move(urls.purge),
    raiseEvent: move(urls.raiseEvent),
    terminate: move(urls.terminate),
    suspend: move(urls.suspend),
    resume: move(urls.resume),
    rewind: move(urls.rewind),
    restart: move(urls.restart),
  };
}
