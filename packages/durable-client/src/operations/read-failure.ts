import { DurableClientError, type DurableClientErrorCode } from '../durable-client-error.ts';
import type { ApiResponse } from './api-request.ts';

/** What a request was for: the words and the id in its error. */
export interface RequestPurpose {
  /** The request in words, to follow "Could not": `terminate instance 'order-17'`. */
  readonly action: string;
  /** The instance it is about; absent when there is none. */
  readonly instanceId?: string | undefined;
  /** What must hold for it to be allowed, in words; absent when nothing must. */
  readonly precondition?: string | undefined;
}

/** Statuses the Durable Functions HTTP API gives a meaning of their own. */
const codeOfStatus: Readonly<Record<number, DurableClientErrorCode>> = {
  404: 'not-found',
  409: 'conflict',
  410: 'gone',
  412: 'precondition-failed',
  501: 'not-implemented',
};

const meaningOfCode: Partial<Readonly<Record<DurableClientErrorCode, string>>> = {
  conflict: 'an instance with this id exists and has not finished',
  gone: 'the instance has already finished',
  'not-implemented': "the hub's storage does not support it",
};

/** Most characters of a plain-text error body that go into a message. */
const longestQuote = 300;

/**
 * Makes the error for an answer whose status the operation does not expect.
 *
 * @param code  What it means. (default: what its status means everywhere)
 */
export function readFailure(
  response: ApiResponse,
  purpose: RequestPurpose,
  code: DurableClientErrorCode = codeOfStatus[response.status] ?? 'http',
): DurableClientError {
  const detail = readDetail(response.body);
  const because = [meaningOf(code, purpose), detail].filter((text) => text !== undefined).join(': ');
  return new DurableClientError(
    `Could not ${purpose.action}: HTTP ${response.status}${because === '' ? '' : `, ${because}`}.`,
    { code, status: response.status, instanceId: purpose.instanceId, detail },
  );
}

function meaningOf(code: DurableClientErrorCode, purpose: RequestPurpose): string | undefined {
  if (code === 'not-found') return purpose.instanceId === undefined ? undefined : 'there is no such instance';
  return code === 'precondition-failed' ? purpose.precondition : meaningOfCode[code];
}

/** Makes the error for an answer of the right status whose body is not what the API documents. */
export function invalidResponse(
  response: ApiResponse,
  purpose: RequestPurpose,
  problem: string,
  cause?: unknown,
): DurableClientError {
  return new DurableClientError(`Could not ${purpose.action}: ${problem}`, {
    code: 'invalid-response',
    status: response.status,
    instanceId: purpose.instanceId,
    cause,
  });
}

/** The extension writes `{"Message": …, "ExceptionMessage": …}`, a JSON string, or plain text. */
function readDetail(body: string): string | undefined {
  if (body === '') return undefined;
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    // Not JSON: a proxy, or a host that answers in plain text. Quote its beginning.
    return trimDetail(body.slice(0, longestQuote));
  }
  if (typeof parsed === 'string') return trimDetail(parsed);
  if (typeof parsed !== 'object' || parsed === null) return undefined;
  const { Message: message, ExceptionMessage: exception } = parsed as Record<string, unknown>;
  const texts = [message, exception].filter((text): text is string => typeof text === 'string' && text !== '');
  return texts.length === 0 ? undefined : trimDetail(texts.join(' '));
}

function trimDetail(text: string): string | undefined {
  const trimmed = text.trim().replace(/\.$/, '');
  return trimmed === '' ? undefined : trimmed;
}
