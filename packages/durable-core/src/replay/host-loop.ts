import type { Call } from '../tasks/call.ts';
import type { HostLoop } from './records.ts';

/** The loop that a call begins, if the host has one for it. */
export function hostLoopOf(call: Call, hostSplitsTimers: boolean): HostLoop | undefined {
  return isLoop(call, hostSplitsTimers) ? { failure: undefined, isCancelled: false } : undefined;
}

function isLoop(call: Call, hostSplitsTimers: boolean): boolean {
  if (call.kind === 'timer') return hostSplitsTimers && call.untilMs !== undefined;
  if (call.kind === 'http') return call.polling === 'host';
  return 'hostRetry' in call && call.hostRetry !== undefined;
}
