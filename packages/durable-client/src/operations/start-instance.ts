import * as z from 'zod/mini';
import { checkDates } from '../arguments/check-dates.ts';
import { describeValue } from '../arguments/check-options.ts';
import { checkNewInstanceId, checkSegment, checkText } from '../arguments/check-text.ts';
import { jsonText } from '../arguments/json-text.ts';
import type { HubUrls } from '../hub/hub-urls.ts';
import { addQuery, fillTemplate } from '../hub/url-template.ts';
import type { ApiOperation } from './api-operation.ts';
import { type ApiResponse, postRequest } from './api-request.ts';
import { parseBody } from './parse-body.ts';
import { type RequestPurpose, readFailure } from './read-failure.ts';
import { type TraceContext, traceHeaders } from './trace-context.ts';

/** What to start. */
export interface StartRequest {
  /** Name of the orchestration. */
  readonly name: string;
  /** Its input; `undefined` starts it without. */
  readonly input?: unknown;
  /** Id of the instance; `undefined` lets the host make one. */
  readonly instanceId?: string | undefined;
  /** Version of the orchestration; `undefined` takes the host's default. */
  readonly version?: string | undefined;
  /** When it is to begin; `undefined` is at once. */
  readonly startAt?: Date | undefined;
  /** Texts to keep with it. */
  readonly tags?: Readonly<Record<string, string>> | undefined;
  /** The span the instance is started in; `undefined` starts a trace of its own. */
  readonly traceContext?: TraceContext | undefined;
}

const startedSchema: z.ZodMiniType<{ readonly id: string }> = z.object({ id: z.string().check(z.minLength(1)) });

/** POST `orchestrators/{name}[/{id}]`. Without input the body is empty; an empty text would arrive as input `""`. */
export function buildStart(urls: HubUrls, start: StartRequest): ApiOperation<string> {
  const functionName = checkSegment(start.name, 'orchestration name');
  const instanceId = start.instanceId === undefined ? undefined : checkNewInstanceId(start.instanceId);
  const version = start.version === undefined ? undefined : checkText(start.version, 'version');
  checkDates({ startAt: start.startAt }, 'startNew');
  const url = addQuery(fillTemplate(urls.start, { functionName, instanceId }), {
    version,
    startAt: start.startAt?.toISOString(),
    tags: tagsText(start.tags),
  });
  const body = jsonText(start.input, `input of orchestration '${functionName}'`);
  const asInstance = instanceId === undefined ? '' : ` as instance '${instanceId}'`;
  const purpose = { action: `start orchestration '${functionName}'${asInstance}`, instanceId };
  return {
    request: postRequest(url, body, traceHeaders(start.traceContext)),
    purpose,
    read: (response) => readStarted(response, purpose),
  };
}

function tagsText(tags: unknown): string | undefined {
  if (tags === undefined) return undefined;
  if (typeof tags !== 'object' || tags === null || Array.isArray(tags)) {
    throw new TypeError(`startNew: tags must be an object of texts, got ${describeValue(tags)}.`);
  }
  for (const [name, value] of Object.entries(tags)) checkText(value, `tag '${name}'`);
  return JSON.stringify(tags);
}

/** Answers the id of an instance that was started, or started again. */
export function readStarted(response: ApiResponse, purpose: RequestPurpose): string {
  if (response.status !== 202) throw readFailure(response, purpose);
  return parseBody(response, startedSchema, purpose).id;
}
