import * as z from 'zod/mini';
import type { HubUrls } from '../hub/hub-urls.ts';
import { fillTemplate } from '../hub/url-template.ts';
import type { ApiOperation } from './api-operation.ts';
import { getRequest } from './api-request.ts';
import { type EntityId, emptyKeySymbol, entityText } from './entity-id.ts';
import { parseBody } from './parse-body.ts';
import { readFailure } from './read-failure.ts';

/** An entity as it was when it was read. */
export interface EntitySnapshot<State = unknown> {
  /** Which entity. */
  readonly entityId: EntityId;
  /** What it keeps, as JSON brings it back. The client does not check it. */
  readonly state: State;
}

/** GET `entities/{name}/{key}`, where the empty key is written `$`. */
export function buildReadEntity(urls: HubUrls, entityId: EntityId): ApiOperation<EntitySnapshot | undefined> {
  const { name: entityName, key } = entityId;
  const url = fillTemplate(urls.entity, { entityName, entityKey: key === '' ? emptyKeySymbol : key });
  const purpose = { action: `read entity '${entityText(entityId)}'` };
  return {
    request: getRequest(url),
    purpose,
    read: (response) => {
      if (response.status === 404) return undefined;
      if (response.status !== 200) throw readFailure(response, purpose);
      // A state of null may arrive as an empty body.
      const state = response.body === '' ? null : parseBody(response, z.unknown(), purpose);
      return { entityId, state };
    },
  };
}
