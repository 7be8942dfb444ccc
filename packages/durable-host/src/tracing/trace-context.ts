/** Where a trace goes on: the headers of W3C Trace Context, as text. @see https://www.w3.org/TR/trace-context/ */
export interface TraceContext {
  /** Trace, span and flags: `00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01`. */
  readonly traceparent: string;
  /** What the vendors of tracing systems add; absent for nothing. */
  readonly tracestate?: string;
}

const traceparentForm = /^(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(-.*)?$/;

/** Ours: what vendors add is kept up to this length, which is what the recommendation asks everybody to hand on. */
const longestTracestate = 512;

/** Reads the headers of a request; `undefined` for none or malformed ones, which start a trace of their own. */
export function readTraceContext(header: (name: string) => string | undefined): TraceContext | undefined {
  const traceparent = header('traceparent')?.trim();
  if (traceparent === undefined || !isTraceparent(traceparent)) return undefined;
  const tracestate = header('tracestate')?.trim();
  const isKept = tracestate !== undefined && tracestate !== '' && tracestate.length <= longestTracestate;
  return { traceparent, ...(isKept && { tracestate }) };
}

/** Version 00 has four parts and no more. */
function isTraceparent(text: string): boolean {
  return traceparentForm.test(text) && (!text.startsWith('00') || text.length === 55);
}
