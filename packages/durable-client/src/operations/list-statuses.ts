import * as z from 'zod/mini';
import type { HubUrls } from '../hub/hub-urls.ts';
import { addQuery } from '../hub/url-template.ts';
import type { ApiOperation } from './api-operation.ts';
import { getRequest } from './api-request.ts';
import { readToken, tokenHeaders } from './continuation-token.ts';
import { type OrchestrationStatus, orchestrationStatusSchema } from './orchestration-status.ts';
import type { Page } from './paged-query.ts';
import { parseBody } from './parse-body.ts';
import { readFailure } from './read-failure.ts';
import type { RuntimeStatus } from './runtime-status.ts';

/** Which instances to list. Everything given must hold. */
export interface StatusFilter {
  /** Started at this time or later. */
  readonly createdTimeFrom?: Date | undefined;
  /** Started at this time or earlier. */
  readonly createdTimeTo?: Date | undefined;
  /** In one of these statuses. (default: any) */
  readonly runtimeStatuses?: readonly RuntimeStatus[] | undefined;
  /** With an id that begins so. */
  readonly instanceIdPrefix?: string | undefined;
  /** Send the inputs along. (default `true`) */
  readonly showInput?: boolean | undefined;
  /** Most instances in one page. (default: the host's, 100 in the Durable extension) */
  readonly pageSize?: number | undefined;
  /** Where to go on, from an earlier page. (default: at the beginning) */
  readonly continuationToken?: string | undefined;
}

/** One answer of a list query. */
export interface StatusPage extends Page {
  /** The instances of this page; may be empty although more pages follow. */
  readonly statuses: readonly OrchestrationStatus[];
}

const statusesSchema: z.ZodMiniType<OrchestrationStatus[]> = z.array(orchestrationStatusSchema);

/** GET `instances/`: one page. */
export function buildListStatuses(urls: HubUrls, filter: StatusFilter): ApiOperation<StatusPage> {
  const url = addQuery(urls.instances, {
    createdTimeFrom: filter.createdTimeFrom?.toISOString(),
    createdTimeTo: filter.createdTimeTo?.toISOString(),
    runtimeStatus: filter.runtimeStatuses?.join(','),
    instanceIdPrefix: filter.instanceIdPrefix,
    showInput: filter.showInput?.toString(),
    top: filter.pageSize?.toString(),
  });
  const purpose = { action: 'list instances' };
  return {
    request: getRequest(url, tokenHeaders(filter.continuationToken)),
    purpose,
    read: (response) => {
      if (response.status !== 200) throw readFailure(response, purpose);
      return { statuses: parseBody(response, statusesSchema, purpose), continuationToken: readToken(response) };
    },
  };
}
