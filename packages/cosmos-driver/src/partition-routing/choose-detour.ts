import type { Endpoint } from '../routing/endpoint.ts';
import type { PartitionDetour } from './partition-routing.ts';

/** What decides whether an attempt takes a detour. */
export interface DetourChoice {
  /** Where the attempt would go without it. */
  readonly usual: Endpoint;
  /** Where it may go. */
  readonly allowed: readonly Endpoint[];
  /** Whether an endpoint is fit for it. */
  readonly isFit: (endpoint: Endpoint) => boolean;
}

/**
 * Whether an attempt on a partition takes its detour: it would otherwise go where the partition has failed, and where the
 * detour leads is allowed and fit. When the way back is to be tried, one attempt tries it, and the others stay away.
 */
export function chooseDetour(
  detour: PartitionDetour | undefined,
  { usual, allowed, isFit }: DetourChoice,
): { readonly endpoint: Endpoint; readonly isProbe: boolean } {
  if (detour === undefined || !detour.failed.includes(usual.url)) return { endpoint: usual, isProbe: false };
  if (detour.probe === 'due') return { endpoint: usual, isProbe: true };
  const target = allowed.find(({ url }) => url === detour.target);
  return { endpoint: target !== undefined && isFit(target) ? target : usual, isProbe: false };
}
