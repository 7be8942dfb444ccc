import type { ApiRequest } from '../view/question-request.ts';

/** Why a request came to nothing. `locked`: a key is needed, or another one. */
export class RequestError extends Error {
  readonly kind: 'unreachable' | 'locked' | 'refused';
  /** HTTP status; absent when nobody answered. */
  readonly status: number | undefined;

  constructor(kind: RequestError['kind'], message: string, status?: number) {
    super(message);
    this.kind = kind;
    this.status = status;
  }
}

/** An answer: its body as text, and where a list goes on. */
export interface HostAnswer {
  readonly status: number;
  readonly text: string;
  readonly next?: string;
}

const apiBase = '../runtime/webhooks/durabletask/';
const tokenHeader = 'x-ms-continuation-token';

/** Speaks to the host the page came from. The key goes into a header, never into an address. */
export class HostClient {
  readonly #code: () => string | null;

  constructor(code: () => string | null) {
    this.#code = code;
  }

  /** Data of the dashboard; `undefined` when there is no such thing. */
  async read<T>(path: string): Promise<T | undefined> {
    const answer = await this.#send('GET', `data/${path}`);
    return answer.status === 404 ? undefined : (JSON.parse(answer.text) as T);
  }

  /** What the HTTP API says; a status of 404 is an answer. */
  readApi(path: string, token?: string): Promise<HostAnswer> {
    return this.#send('GET', `${apiBase}${path}`, undefined, token);
  }

  /** Does something by the HTTP API. */
  async change({ method, path, body }: ApiRequest): Promise<HostAnswer> {
    const answer = await this.#send(method, `${apiBase}${path}`, body);
    if (answer.status === 404)
      throw new RequestError('refused', messageOf(answer.text) ?? 'It is not there, or no longer.', 404);
    return answer;
  }

  async #send(method: string, url: string, body?: string, token?: string): Promise<HostAnswer> {
    const code = this.#code();
    const headers = {
      ...(code !== null && { 'x-functions-key': code }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(token !== undefined && { [tokenHeader]: token }),
    };
    const init = { method, headers, cache: 'no-store' as const, ...(body !== undefined && { body }) };
    const response = await fetch(url, init).catch((error: unknown) => {
      throw new RequestError('unreachable', `The host does not answer: ${String(error)}`);
    });
    const text = await response.text();
    const { status } = response;
    if (status === 401) throw new RequestError('locked', 'The host does not take this key.', status);
    if (status >= 400 && status !== 404) {
      throw new RequestError('refused', messageOf(text) ?? refusals[status] ?? `The host answered ${status}.`, status);
    }
    const next = response.headers.get(tokenHeader);
    return { status, text, ...(next !== null && next !== '' && { next }) };
  }
}

const refusals: Readonly<Record<number, string>> = { 410: 'The instance has finished.' };

/** What the body of a refusal says. */
function messageOf(text: string): string | undefined {
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body === 'string') return body;
    const { Message, ExceptionMessage } = body as Readonly<Record<string, unknown>>;
    const parts = [Message, ExceptionMessage].filter((part) => typeof part === 'string' && part !== '');
    return parts.length === 0 ? undefined : parts.join(': ');
  } catch {
    // No JSON: nothing of the host's.
    return undefined;
  }
}
