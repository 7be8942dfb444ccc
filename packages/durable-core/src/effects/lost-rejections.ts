/**
 * Rejections that code of an orchestrator has handled nowhere fail its instance, and not the process.
 *
 * Listens only while a turn runs. Node asks before the turn's drain is over, in the context of the promise. What others lose is left
 * to them: to their own listeners or, where there are none, to the end of the process, as if nobody had listened.
 */
import { orchestratorScope } from './orchestrator-scope.ts';

let openTurns = 0;

function onRejection(reason: unknown): void {
  if (!noteLoss(reason) && process.listenerCount('unhandledRejection') === 1) throw reason;
}

/** Notes what code of an orchestrator has thrown where nobody can catch it. Answers whether it is such code that runs. */
export function noteLoss(error: unknown): boolean {
  const scope = orchestratorScope.getStore();
  if (scope === undefined) return false;
  scope.lostRejection ??= { error };
  return true;
}

/** A turn begins. */
export function catchLostRejections(): void {
  openTurns += 1;
  if (openTurns === 1) process.on('unhandledRejection', onRejection);
}

/** A turn is over; every `catchLostRejections` has its own. */
export function releaseLostRejections(): void {
  openTurns -= 1;
  if (openTurns === 0) process.off('unhandledRejection', onRejection);
}
