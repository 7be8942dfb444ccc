import type { WireResponse } from '../requests/wire-request.ts';

/** What becomes of a request: a response, now or later, a connection that fails, or nothing at all. */
export type Served =
  | { readonly kind: 'response'; readonly response: WireResponse }
  | { readonly kind: 'delayed'; readonly delayMs: number; readonly serve: () => Served }
  | { readonly kind: 'disconnected'; readonly code: 'ECONNREFUSED' | 'ECONNRESET' }
  | { readonly kind: 'pending'; readonly served: Promise<Served> }
  | { readonly kind: 'unanswered' };
