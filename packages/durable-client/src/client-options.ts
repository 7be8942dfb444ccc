import { checkRequestTimeout } from './arguments/check-call-options.ts';
import { checkOptions, describeValue } from './arguments/check-options.ts';
import { type Clock, systemClock } from './effects/clock.ts';
import type { FetchFunction } from './effects/send-request.ts';
import type { TraceContext } from './operations/trace-context.ts';

/**
 * Longest time for one answer: where Azure Functions gives up on an HTTP request itself, behind a load balancer.
 *
 * @see https://learn.microsoft.com/azure/azure-functions/functions-scale#timeout
 */
const defaultRequestTimeoutMs = 230_000;

/** What a {@link DurableClient} may be given beside the hub. */
export interface DurableClientOptions {
  /** The `fetch` to use. (default: the global one) */
  readonly fetch?: FetchFunction | undefined;
  /** Longest time for one answer of the hub, in milliseconds; `Infinity` for no limit. (default 230,000, as Azure) */
  readonly requestTimeoutMs?: number | undefined;
  /**
   * Asked at each `startNew` and `signalEntity` for the span it belongs to: `() => context.traceContext` in an Azure
   * Function. (default: none is sent)
   */
  readonly traceContext?: (() => TraceContext | undefined) | undefined;
  /** Where time comes from. (default: the machine's clock) */
  readonly clock?: Clock | undefined;
  /** Answers a number from 0 up to 1, by which pauses between repeated reads vary. (default `Math.random`) */
  readonly random?: (() => number) | undefined;
}

/** {@link DurableClientOptions} with every default applied. */
export interface ResolvedClientOptions {
  readonly fetch: FetchFunction | undefined;
  readonly requestTimeoutMs: number;
  readonly traceContext: () => TraceContext | undefined;
  readonly clock: Clock;
  readonly random: () => number;
}

/** Applies the defaults. @throws {TypeError} when an option is unknown, or not what it must be. */
export function resolveClientOptions(options: DurableClientOptions | undefined): ResolvedClientOptions {
  const owner = 'DurableClient';
  checkOptions(options, ['fetch', 'requestTimeoutMs', 'traceContext', 'clock', 'random'], owner);
  const { fetch, requestTimeoutMs = defaultRequestTimeoutMs, clock = systemClock } = options ?? {};
  const { traceContext = () => undefined, random = Math.random } = options ?? {};
  for (const [name, value] of Object.entries({ fetch, traceContext, random })) {
    if (value !== undefined && typeof value !== 'function') {
      throw new TypeError(`${owner}: ${name} must be a function, got ${describeValue(value)}.`);
    }
  }
  checkRequestTimeout(requestTimeoutMs, owner);
  if (typeof clock?.now !== 'function' || typeof clock.schedule !== 'function') {
    throw new TypeError(`${owner}: clock must have now() and schedule().`);
  }
  return { fetch, requestTimeoutMs, traceContext, clock, random };
}
