import { checkSegment } from '../arguments/check-text.ts';
import type { HubUrls } from '../hub/hub-urls.ts';
import { addQuery, fillTemplate } from '../hub/url-template.ts';
import type { ApiOperation } from './api-operation.ts';
import { postRequest } from './api-request.ts';
import { readFailure } from './read-failure.ts';
import { readStarted } from './start-instance.ts';

/** How to start an instance again. */
export interface RestartDetail {
  /** Start it under the id it had, instead of a new one. (default `false`, as the Durable extension does) */
  readonly keepInstanceId?: boolean | undefined;
}

/** What the extension says, with 400, of an instance that is not there; an unknown function gets another second sentence. */
const noSuchInstance = /^InstanceId does not match a valid orchestration instance\.?(?: .* was not found)?$/s;

/** POST `instances/{id}/restart`. The answer is that of a start. */
export function buildRestart(urls: HubUrls, instanceId: string, detail: RestartDetail): ApiOperation<string> {
  const restartWithNewInstanceId = detail.keepInstanceId === true ? 'false' : undefined;
  const url = fillTemplate(urls.restart, { instanceId: checkSegment(instanceId, 'instance id') });
  const purpose = { action: `restart instance '${instanceId}'`, instanceId };
  return {
    request: postRequest(addQuery(url, { restartWithNewInstanceId }), undefined),
    purpose,
    read: (response) => {
      if (response.status !== 400) return readStarted(response, purpose);
      const failure = readFailure(response, purpose);
      throw noSuchInstance.test(failure.detail ?? '') ? readFailure(response, purpose, 'not-found') : failure;
    },
  };
}
