import { checkSegment } from '../arguments/check-text.ts';
import { jsonText } from '../arguments/json-text.ts';
import type { HubUrls } from '../hub/hub-urls.ts';
import { addQuery, fillTemplate } from '../hub/url-template.ts';
import type { ApiOperation } from './api-operation.ts';
import { postRequest } from './api-request.ts';
import { type EntityId, entityText } from './entity-id.ts';
import { readAccepted } from './instance-action.ts';
import { type TraceContext, traceHeaders } from './trace-context.ts';

/** What to have an entity do. */
export interface EntitySignal {
  /** Which entity; one that does not exist yet is made. */
  readonly entityId: EntityId;
  /** Name of the operation. */
  readonly operation: string;
  /** What it takes; `undefined` is no input. */
  readonly input: unknown;
  /** The span the signal is sent in; `undefined` for none. */
  readonly traceContext: TraceContext | undefined;
}

/** POST `entities/{name}/{key}?op=…`. The empty key has no segment here: `$` would be a key of its own. */
export function buildSignalEntity(urls: HubUrls, signal: EntitySignal): ApiOperation<void> {
  const { entityId } = signal;
  const op = checkSegment(signal.operation, 'operation');
  const entityKey = entityId.key === '' ? undefined : entityId.key;
  const url = addQuery(fillTemplate(urls.entity, { entityName: entityId.name, entityKey }), { op });
  const purpose = { action: `signal entity '${entityText(entityId)}' to '${op}'` };
  const body = jsonText(signal.input, `input of operation '${op}'`);
  return {
    request: postRequest(url, body, traceHeaders(signal.traceContext)),
    purpose,
    read: (response) => readAccepted(response, purpose),
  };
}
