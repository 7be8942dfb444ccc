import * as z from 'zod/mini';
import type { EntityReference } from '../entity-reference.ts';
import type { HubUrls } from '../hub/hub-urls.ts';
import { addQuery, fillTemplate } from '../hub/url-template.ts';
import type { ApiOperation } from './api-operation.ts';
import { getRequest } from './api-request.ts';
import { readToken, tokenHeaders } from './continuation-token.ts';
import type { EntityId } from './entity-id.ts';
import type { Page } from './paged-query.ts';
import { parseBody } from './parse-body.ts';
import { readFailure } from './read-failure.ts';
import { wireDate } from './wire-date.ts';

/** Which entities to list. Everything given must hold. */
export interface EntityFilter<State = unknown> {
  /** Those of one definition, or of one name. (default: all) */
  readonly entity?: EntityReference<unknown, State> | string | undefined;
  /** Last used at this time or later. */
  readonly lastOperationTimeFrom?: Date | undefined;
  /** Last used at this time or earlier. */
  readonly lastOperationTimeTo?: Date | undefined;
  /** Send the states along. (default: as the host does) */
  readonly fetchState?: boolean | undefined;
  /** Most entities in one page. (default: the host's, 100 in the Durable extension) */
  readonly pageSize?: number | undefined;
  /** Where to go on, from an earlier page. (default: at the beginning) */
  readonly continuationToken?: string | undefined;
}

/** An entity in a list. */
export interface EntityListing<State = unknown> {
  /** Which entity. Its name is in lower case. */
  readonly entityId: EntityId;
  /** When an operation last ran; absent where the host does not tell. */
  readonly lastOperationTime?: Date | undefined;
  /** What it keeps; absent when it was not asked for, or there is none. The client does not check it. */
  readonly state?: State | undefined;
}

/** One answer of {@link DurableClient.listEntities}. */
export interface EntityPage<State = unknown> extends Page {
  /** The entities of this page; may be empty although more pages follow. */
  readonly entities: readonly EntityListing<State>[];
}

const listingSchema: z.ZodMiniType<EntityListing> = z.pipe(
  z.object({
    entityId: z.object({ name: z.string(), key: z.string() }),
    lastOperationTime: z.optional(z.nullable(wireDate)),
    state: z.optional(z.unknown()),
  }),
  z.transform(
    ({ entityId, lastOperationTime, state }): EntityListing => ({
      entityId,
      ...(lastOperationTime && { lastOperationTime }),
      ...(state !== undefined && state !== null && { state }),
    }),
  ),
);
const listingsSchema: z.ZodMiniType<EntityListing[]> = z.array(listingSchema);

/** GET `entities[/{name}]`: one page. The type of the states is what the caller says. */
export function buildListEntities<State>(urls: HubUrls, filter: EntityFilter<State>): ApiOperation<EntityPage<State>> {
  const { entity } = filter;
  const entityName = typeof entity === 'string' ? entity : entity?.name;
  const url = addQuery(fillTemplate(urls.entities, { entityName }), {
    lastOperationTimeFrom: filter.lastOperationTimeFrom?.toISOString(),
    lastOperationTimeTo: filter.lastOperationTimeTo?.toISOString(),
    fetchState: filter.fetchState?.toString(),
    top: filter.pageSize?.toString(),
  });
  const purpose = { action: 'list entities' };
  return {
    request: getRequest(url, tokenHeaders(filter.continuationToken)),
    purpose,
    read: (response) => {
      if (response.status !== 200) throw readFailure(response, purpose);
      const entities = parseBody(response, listingsSchema, purpose) as EntityListing<State>[];
      return { entities, continuationToken: readToken(response) };
    },
  };
}
