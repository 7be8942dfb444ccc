import { checkSegment, checkText } from '../arguments/check-text.ts';
import type { HubUrls } from '../hub/hub-urls.ts';
import { fillTemplate } from '../hub/url-template.ts';
import type { ApiOperation } from './api-operation.ts';
import { type ApiResponse, postRequest } from './api-request.ts';
import { type RequestPurpose, readFailure } from './read-failure.ts';
import { addTree, type TreeOptions } from './tree-options.ts';

/** What can be done to an instance for a reason. */
export type InstanceAction = 'terminate' | 'suspend' | 'resume' | 'rewind';

/** POST `instances/{id}/{action}?reason=…`, without a body. */
export function buildInstanceAction(
  urls: HubUrls,
  action: InstanceAction,
  instanceId: string,
  reason: string,
  tree: TreeOptions = {},
): ApiOperation<void> {
  const url = fillTemplate(urls[action], {
    instanceId: checkSegment(instanceId, 'instance id'),
    text: checkText(reason, 'reason'),
  });
  const purpose: RequestPurpose = {
    action: `${action} instance '${instanceId}'`,
    instanceId,
    ...(action === 'rewind' && { precondition: 'only an instance that has failed can be rewound' }),
  };
  return {
    request: postRequest(addTree(url, tree), undefined),
    purpose,
    read: (response) => readAccepted(response, purpose),
  };
}

/** Any request that is accepted with 202 and no body. */
export function readAccepted(response: ApiResponse, purpose: RequestPurpose): void {
  if (response.status !== 202) throw readFailure(response, purpose);
}
