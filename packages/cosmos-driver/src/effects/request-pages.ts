import type { FeedState } from '../feeds/feed-state.ts';
import { execute } from './execute.ts';
import { type FeedRun, invalidContinuation, type NextPage } from './feed-run.ts';

/** The pages of a feed that the service answers by itself: one request each. A change feed never ends. */
export function requestPages({ operation, options, scope, signal, state, requests }: FeedRun): NextPage {
  if (state !== undefined && state.kind !== 'request') {
    throw invalidContinuation(operation, 'is of a feed that is carried out differently now; start it anew');
  }
  let continuation = state?.continuation;
  let isEnded = false;
  return async () => {
    if (isEnded) return undefined;
    const asked = operation.atPartition(undefined, { continuation });
    const response = await requests.follow(execute(asked, options, scope, signal));
    requests.use([response.diagnostics]);
    const { body, headers, status } = response;
    const isChangeFeed = operation.feed?.changeFeed !== undefined;
    continuation = isChangeFeed ? (headers.etag ?? continuation) : headers.continuation;
    isEnded = continuation === undefined && !isChangeFeed;
    const after: FeedState = continuation === undefined ? { kind: 'drained' } : { kind: 'request', continuation };
    return {
      items: body.kind === 'items' ? body.items : [],
      responses: [response],
      state: () => after,
      isNotModified: isChangeFeed && status.code === 304,
      isLast: isEnded,
    };
  };
}
