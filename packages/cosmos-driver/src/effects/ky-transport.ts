import { loadOnce } from '../load-once.ts';
import { checkOptions } from '../options/check-options.ts';
import { type FieldsOf, functionField } from '../options/option-field.ts';
import { systemClock } from './clock.ts';
import { readBody } from './read-body.ts';
import { createSharedTimer, type SharedTimer } from './shared-timer.ts';
import {
  answerTooLate,
  type Transport,
  type TransportRequest,
  type TransportResponse,
  transportFailure,
} from './transport.ts';

/** Options of {@link kyTransport}. */
export interface KyTransportOptions {
  /** The fetch function to be used. (default: the runtime's) */
  readonly fetch?: typeof globalThis.fetch | undefined;
}

/** The table of ky transport options. */
export const kyTransportFields: FieldsOf<KyTransportOptions> = { fetch: functionField() };

type Ky = typeof import('ky').default;

/**
 * Sends requests by ky over `fetch`; the default wherever there is no Node.
 *
 * There is one retry brain, and it is not here: ky's own retries, timeout and throwing are switched off.
 *
 * @throws {TypeError} for unknown options.
 * @see https://github.com/sindresorhus/ky
 */
export function kyTransport(options: KyTransportOptions = {}): Transport {
  checkOptions('ky transport options', options, kyTransportFields);
  const { fetch } = options;
  const timer = createSharedTimer(systemClock);
  // Loaded with the first request, so that Node, whose default is another, does not pay for it.
  const loadKy = loadOnce(async () => {
    const { default: ky } = await import('ky');
    return ky.create({
      retry: 0,
      throwHttpErrors: false,
      timeout: false,
      redirect: 'manual',
      ...(fetch === undefined ? {} : { fetch }),
    });
  });
  return {
    async send(request) {
      return send(await loadKy(), request, timer);
    },
  };
}

async function send(ky: Ky, request: TransportRequest, timer: SharedTimer): Promise<TransportResponse> {
  const limit = limitTime(request, timer);
  try {
    const response = await ky(request.url, {
      method: request.method,
      headers: request.headers,
      ...(request.body === undefined ? {} : { body: request.body as Uint8Array<ArrayBuffer> }),
      ...(limit.signal === undefined ? {} : { signal: limit.signal }),
    });
    // Browsers tell nothing of a redirect that is not to be followed, not even its status.
    if (response.type === 'opaqueredirect') throw transportFailure('The answer is a redirect', 'sent');
    const { status, headers } = response;
    return { status, headers: Object.fromEntries(headers), body: await readBody(response, request.maxResponseBytes) };
  } finally {
    limit.release();
  }
}

/** One signal for the caller's and the timeout: `fetch` knows no other way to be stopped. */
function limitTime(
  { signal, timeoutMs }: TransportRequest,
  timer: SharedTimer,
): { readonly signal?: AbortSignal; release(): void } {
  if (timeoutMs === undefined) return { ...(signal === undefined ? {} : { signal }), release: () => undefined };
  const controller = new AbortController();
  const abort = (): void => controller.abort(signal?.reason);
  if (signal?.aborted === true) abort();
  signal?.addEventListener('abort', abort);
  const limit = {
    atMs: systemClock.elapsedMs() + timeoutMs,
    ring: () => controller.abort(answerTooLate(timeoutMs)),
  };
  timer.add(limit);
  return {
    signal: controller.signal,
    release: () => {
      timer.remove(limit);
      signal?.removeEventListener('abort', abort);
    },
  };
}
