/**
 * One request and its answer, as undici tells of them. The transport makes one for each request.
 *
 * 1. It settles once: with the whole answer, or with a failure that says whether the request left. Afterwards nothing of it
 *    is left behind: no listener on the caller's signal, no moment on the timer.
 * 2. Before undici says that the request starts, nothing of it has left: connecting failed, or it waits for a connection.
 * 3. The time limit is for the whole exchange, waiting for a connection included.
 */
import type { Dispatcher } from 'undici';
import type { RequestSent } from '../response/attempt-outcome.ts';
import type { Clock } from './clock.ts';
import { IncomingBody } from './incoming-body.ts';
import type { Moment, SharedTimer } from './shared-timer.ts';
import {
  answerTooLarge,
  answerTooLate,
  type TransportRequest,
  type TransportResponse,
  transportFailure,
} from './transport.ts';

/** What an exchange needs besides its request. */
export interface ExchangePorts {
  readonly clock: Clock;
  readonly timer: SharedTimer;
}

interface Settle {
  readonly resolve: (response: TransportResponse) => void;
  readonly reject: (reason: unknown) => void;
}

/** An exchange; undici calls the methods whose names begin with `on`. */
export class UndiciExchange implements Dispatcher.DispatchHandler {
  readonly #request: TransportRequest;
  readonly #settle: Settle;
  readonly #timer: SharedTimer;
  #limit: Moment | undefined;
  #controller: Dispatcher.DispatchController | undefined;
  #requestSent: RequestSent = 'not-sent';
  #stopped: Error | undefined;
  #status = 0;
  #headers: Readonly<Record<string, string>> = {};
  #body = new IncomingBody(0);

  /** Begins to count the time, and listens to the signal. */
  constructor(request: TransportRequest, settle: Settle, { clock, timer }: ExchangePorts) {
    this.#request = request;
    this.#settle = settle;
    this.#timer = timer;
    const { signal, timeoutMs } = request;
    if (timeoutMs !== undefined) {
      const ring = (): void => this.#stop(answerTooLate(timeoutMs));
      this.#limit = { atMs: clock.elapsedMs() + timeoutMs, ring };
      timer.add(this.#limit);
    }
    signal?.addEventListener('abort', this.#abort);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#stopped === undefined) this.#requestSent = 'unknown';
    else controller.abort(this.#stopped);
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[] | undefined>,
  ): void {
    // What comes before the answer, such as 103, is not it.
    if (status < 200) return;
    this.#requestSent = 'sent';
    this.#status = status;
    this.#headers = singleValues(headers);
    if (this.#request.method === 'HEAD') return;
    const announced = Number(this.#headers['content-length'] ?? 0);
    this.#refuseBeyondLimit(announced);
    this.#body = new IncomingBody(announced);
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Uint8Array): void {
    if (this.#stopped !== undefined) return;
    this.#body.add(chunk);
    this.#refuseBeyondLimit(this.#body.size);
  }

  onResponseEnd(): void {
    if (this.#stopped !== undefined) return;
    this.#release();
    this.#settle.resolve({ status: this.#status, headers: this.#headers, body: this.#body.bytes() });
  }

  onResponseError(_controller: Dispatcher.DispatchController | undefined, error: Error): void {
    if (this.#stopped !== undefined) return;
    const message = this.#requestSent === 'sent' ? 'The answer broke off' : 'The request got no answer';
    this.#fail(transportFailure(message, this.#requestSent, error));
  }

  readonly #abort = (): void => this.#stop(this.#request.signal?.reason);

  /** Gives up: for the caller at once, for undici as soon as it has begun. */
  #stop(reason: unknown): void {
    const { signal } = this.#request;
    this.#fail(
      signal?.aborted === true ? reason : transportFailure('The request was given up', this.#requestSent, reason),
    );
  }

  #refuseBeyondLimit(size: number): void {
    const { maxResponseBytes } = this.#request;
    if (this.#stopped === undefined && maxResponseBytes !== undefined && size > maxResponseBytes) {
      this.#fail(answerTooLarge(maxResponseBytes));
    }
  }

  #fail(reason: unknown): void {
    this.#release();
    this.#body = new IncomingBody(0);
    this.#stopped = reason instanceof Error ? reason : new Error('The request was aborted.', { cause: reason });
    this.#controller?.abort(this.#stopped);
    this.#settle.reject(reason);
  }

  #release(): void {
    if (this.#limit !== undefined) this.#timer.remove(this.#limit);
    this.#request.signal?.removeEventListener('abort', this.#abort);
  }
}

/** Headers with one value each. Only `set-cookie` ever comes as a list, so mostly the record is passed on as it is. */
function singleValues(headers: Record<string, string | string[] | undefined>): Readonly<Record<string, string>> {
  for (const name in headers) {
    const value = headers[name];
    if (typeof value !== 'string') headers[name] = value?.join(', ') ?? '';
  }
  return headers as Record<string, string>;
}
