import { readMultipart } from './read-multipart.ts';
import { type ReadableHeaders, readErrorBody, type ServiceFailure } from './service-failure.ts';

/** What the service answered to a change set: everything done, or nothing done and why. */
export type BatchAnswer = { readonly kind: 'applied' } | { readonly kind: 'failed'; readonly failure: ServiceFailure };

/** The raw answer to a `$batch` request. */
export interface RawBatchAnswer {
  readonly status: number;
  readonly headers: ReadableHeaders;
  readonly body: string;
}

/**
 * Reads the answer to a change set. Its HTTP status says nothing: a transaction that failed is 202 too, with one
 * sub-response for the first operation that failed.
 *
 * @param operationCount  How many operations were sent. An answer that is neither one failure nor that many successes is
 *   reported as a failure without a status: whether the transaction was applied is then unknown.
 * @see https://learn.microsoft.com/rest/api/storageservices/performing-entity-group-transactions
 */
export function readBatchAnswer(answer: RawBatchAnswer, operationCount: number): BatchAnswer {
  const { status, headers, body } = answer;
  if (status < 200 || status > 299) return { kind: 'failed', failure: readErrorBody(status, body, headers) };

  const responses = readResponses(headers.get('content-type') ?? '', body);
  const failed = responses.find((response) => response.status < 200 || response.status > 299);
  if (failed !== undefined)
    return { kind: 'failed', failure: readErrorBody(failed.status, bodyOf(failed.content), headers) };
  if (responses.length === operationCount) return { kind: 'applied' };
  return {
    kind: 'failed',
    failure: {
      status: undefined,
      serviceCode: undefined,
      message: `the answer speaks of ${responses.length} operations, ${operationCount} were sent`,
      retryAfterMs: undefined,
    },
  };
}

/** The responses in a batch's body, at whatever depth: those of a change set are a multipart within the multipart. */
function readResponses(contentType: string, body: string): readonly { status: number; content: string }[] {
  return readMultipart(contentType, body).flatMap((part) => {
    if (/^multipart\//i.test(part.contentType)) return readResponses(part.contentType, part.content);
    const status = /^HTTP\/1\.\d (\d{3})/.exec(part.content)?.[1];
    return status === undefined ? [] : [{ status: Number(status), content: part.content }];
  });
}

/** What follows the headers of a response. */
function bodyOf(content: string): string {
  const blank = /\r?\n\r?\n/.exec(content);
  return blank === null ? '' : content.slice(blank.index + blank[0].length);
}
