import { describeValue } from '../arguments/check-options.ts';
import { checkText } from '../arguments/check-text.ts';

/**
 * The span that work is started in, as the headers of W3C Trace Context carry it. `context.traceContext` of an Azure
 * Function is one.
 *
 * @see https://www.w3.org/TR/trace-context/
 */
export interface TraceContext {
  /** The header `traceparent`: `00-<trace id>-<span id>-<flags>`. Without it nothing is sent. */
  readonly traceParent?: string | undefined;
  /** The header `tracestate`. (default: none) */
  readonly traceState?: string | undefined;
}

/** The headers of a trace context; none without a parent, since a state alone means nothing. */
export function traceHeaders(context: TraceContext | undefined): Readonly<Record<string, string>> {
  if (context === undefined || context === null) return {};
  if (typeof context !== 'object') {
    throw new TypeError(`traceContext must answer { traceParent, traceState }, got ${describeValue(context)}.`);
  }
  const { traceParent, traceState } = context;
  if (traceParent === undefined || traceParent === '') return {};
  const state =
    traceState === undefined || traceState === '' ? {} : { tracestate: checkText(traceState, 'traceState') };
  return { traceparent: checkText(traceParent, 'traceParent'), ...state };
}
