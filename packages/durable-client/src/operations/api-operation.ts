import type { ApiRequest, ApiResponse } from './api-request.ts';
import type { RequestPurpose } from './read-failure.ts';

/** One operation of the API, as data and a function: what to send, what for, and how to read the answer. */
export interface ApiOperation<Result> {
  /** What to send. */
  readonly request: ApiRequest;
  /** What for, in the words of an error. */
  readonly purpose: RequestPurpose;
  /**
   * Makes the result of an answer.
   *
   * @throws {DurableClientError} when the answer is a refusal, or is not what the API documents.
   */
  readonly read: (response: ApiResponse) => Result;
}
