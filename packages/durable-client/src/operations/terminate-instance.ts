import { checkSegment, checkText } from '../arguments/check-text.ts';
import type { HubUrls } from '../hub/hub-urls.ts';
import { fillTemplate } from '../hub/url-template.ts';
import { type ApiRequest, postRequest } from './api-request.ts';

/** POST `instances/{id}/terminate?reason=…`, without a body. */
export function buildTerminate(urls: HubUrls, instanceId: string, reason: string): ApiRequest {
  const url = fillTemplate(urls.terminate, {
    instanceId: checkSegment(instanceId, 'instance id'),
    text: checkText(reason, 'reason'),
  });
  return postRequest(url, undefined);
}
