import type { HedgeDiagnostics, HedgeTerminalState } from '../diagnostics/hedge-diagnostics.ts';
import type { RaceEnd } from './race.ts';

/** What the diagnostics say about a race; `undefined` when no second region could have been asked. */
export function reportRace(end: RaceEnd): HedgeDiagnostics | undefined {
  const { before, last, isWon, thresholdMs } = end;
  const stops = [last, before].map((leg) => (leg?.outcome.kind === 'interrupted' ? leg.outcome.by : undefined));
  const deadlineElapsed = !isWon && stops.includes('deadline');
  const terminalState = terminalStateOf(end, deadlineElapsed, !deadlineElapsed && stops.some((by) => by !== undefined));
  if (terminalState === undefined) return undefined;
  const [primary, alternate] = last.isAlternate ? [before, last] : [last, before];
  return Object.freeze({
    thresholdMs,
    primaryRegion: primary?.endpoint.region,
    alternateRegion: alternate?.endpoint.region,
    responseRegion: isWon ? last.endpoint.region : undefined,
    terminalState,
    deadlineElapsed,
  });
}

function terminalStateOf(
  { before, last, isWon }: RaceEnd,
  deadlineElapsed: boolean,
  isCancelled: boolean,
): HedgeTerminalState | undefined {
  if (before === undefined) {
    if (deadlineElapsed) return 'deadline-exceeded-pre-threshold';
    return isWon ? 'primary-won-pre-threshold' : undefined;
  }
  if (isWon) return last.isAlternate ? 'alternate-won' : 'primary-won-after-hedge';
  return isCancelled ? 'cancelled-awaiting-partner' : 'both-transient';
}
