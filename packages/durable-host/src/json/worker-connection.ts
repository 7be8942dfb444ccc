import type { JsonText } from '@perdura/durable-core/engine';
import { type IncomingAnswer, type RequestSender, RequestTimeout } from '../effects/send-request.ts';
import { messageOf } from '../message-of.ts';
import type { ResolvedWorkerOptions } from '../options/worker-options.ts';
import type { FunctionKind, InvocationEnd, InvocationFacts, JsonFunction } from './json-function.ts';
import { NotNowError } from './not-now-error.ts';
import { readListing } from './read-listing.ts';
import { clientHeader, decodeText, errorTypeHeader, type FunctionListing, instanceHeader } from './worker-wire.ts';

/** How long a worker may take to list its functions. */
const listTimeoutMs = 10_000;

/**
 * A worker in another process, as the host knows it.
 *
 * Owns: what the worker has last told of its functions. It is asked before its first invocation, again after one that failed for
 * want of an answer, and whenever it is wanted for a function that it did not have, since another program may have taken its place. A
 * worker that tells nothing (404, 405 or 501) has every function that the host was told of, of whichever kind is wanted.
 */
export class WorkerConnection {
  readonly #options: ResolvedWorkerOptions;
  readonly #sender: RequestSender;
  #listing: FunctionListing | 'none' | undefined;
  #asking: Promise<FunctionListing | 'none'> | undefined;

  constructor(options: ResolvedWorkerOptions, sender: RequestSender) {
    this.#options = options;
    this.#sender = sender;
  }

  /** Names of the functions that this worker is asked to run. */
  get names(): readonly string[] {
    return this.#options.functions;
  }

  /** Whether the function may be of a kind: the worker has not said that it is of another. */
  mayBe(kind: FunctionKind, name: string): boolean {
    const listed = listedIn(this.#listing, name);
    return listed === undefined || listed.kind === kind;
  }

  /** One of its functions. */
  functionOf(kind: FunctionKind, name: string): JsonFunction {
    return { kind, protocol: 'json', name, invoke: (trigger, facts) => this.#invoke(kind, name, trigger, facts) };
  }

  /** Closes its connections. */
  close(): void {
    this.#sender.close();
  }

  async #invoke(
    kind: FunctionKind,
    name: string,
    trigger: JsonText | undefined,
    facts: InvocationFacts,
  ): Promise<InvocationEnd> {
    const { url } = this.#options;
    const timeoutMs = kind === 'orchestration' ? this.#options.turnTimeoutMs : this.#options.timeoutMs;
    const { instanceId, client, signal } = facts;
    const knowsEnough = this.#listing === 'none' || listedIn(this.#listing, name)?.kind === kind;
    const listing = this.#listing !== undefined && knowsEnough ? this.#listing : await this.#ask(signal);
    const listed = listedIn(listing, name);
    if (listing !== 'none' && listed?.kind !== kind) return { kind: 'missing', known: namesIn(listing, kind) };
    const wantsClient = listing === 'none' || listed?.wantsClient === true;
    const answer = await this.#sender
      .send({
        method: 'POST',
        url: new URL(`${url}/${encodeURIComponent(name)}`),
        headers: {
          'content-type': 'application/json; charset=utf-8',
          [instanceHeader]: encodeURIComponent(instanceId),
          ...(wantsClient && client !== undefined && { [clientHeader]: encodeURIComponent(JSON.stringify(client)) }),
        },
        body: trigger,
        timeoutMs,
        signal,
        isLong: kind !== 'orchestration',
      })
      .catch((error: unknown) => {
        if (!(error instanceof RequestTimeout) || kind !== 'activity') throw this.#notNow(error);
        return `The time limit of ${timeoutMs} ms was exceeded by function '${name}'.`;
      });
    return typeof answer === 'string' ? { kind: 'threw', message: answer } : this.#endOf(answer, kind, name);
  }

  #endOf({ status, body, header }: IncomingAnswer, kind: FunctionKind, name: string): InvocationEnd {
    switch (status) {
      case 200:
        return { kind: 'returned', ...(body !== '' && { json: body }) };
      case 204:
        return { kind: 'returned' };
      case 500:
        return { kind: 'threw', message: body, ...errorTypeIn(header(errorTypeHeader)) };
      case 404:
        // the next call asks what there is now
        this.#listing = undefined;
        return { kind: 'missing', known: this.names.filter((other) => other !== name && this.mayBe(kind, other)) };
      default:
        throw this.#notNow(new Error(`it answered ${status}: ${body.slice(0, 200)}`));
    }
  }

  /** Asks the worker for its functions; however many want to know, it is asked once. */
  #ask(signal: AbortSignal): Promise<FunctionListing | 'none'> {
    this.#asking ??= this.#list(signal).finally(() => {
      this.#asking = undefined;
    });
    return this.#asking;
  }

  async #list(signal: AbortSignal): Promise<FunctionListing | 'none'> {
    const url = new URL(`${this.#options.url}/`);
    try {
      const { status, body } = await this.#sender.send({
        method: 'GET',
        url,
        headers: {},
        timeoutMs: listTimeoutMs,
        signal,
        isLong: false,
      });
      const listing = [404, 405, 501].includes(status) ? 'none' : readListing(status, body);
      this.#listing = listing;
      return listing;
    } catch (error) {
      throw this.#notNow(error);
    }
  }

  #notNow(cause: unknown): NotNowError {
    this.#listing = undefined;
    if (cause instanceof NotNowError) return cause;
    const reason = messageOf(cause);
    return new NotNowError(`The worker at ${this.#options.url} cannot be asked: ${reason}`, { cause });
  }
}

function listedIn(
  listing: FunctionListing | 'none' | undefined,
  name: string,
): FunctionListing['functions'][number] | undefined {
  if (listing === undefined || listing === 'none') return undefined;
  return listing.functions.find((each) => each.name.toLowerCase() === name.toLowerCase());
}

function errorTypeIn(text: string | undefined): { readonly errorType?: string } {
  const errorType = text === undefined ? '' : decodeText(text);
  return errorType === undefined || errorType === '' ? {} : { errorType };
}

function namesIn(listing: FunctionListing | 'none', wanted: FunctionKind): readonly string[] {
  return listing === 'none' ? [] : listing.functions.filter(({ kind }) => kind === wanted).map(({ name }) => name);
}
