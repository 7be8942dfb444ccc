import { closeGuard, openGuard } from './io-guard.ts';
import { catchLostRejections, releaseLostRejections } from './lost-rejections.ts';
import { type OrchestratorScope, orchestratorScope } from './orchestrator-scope.ts';
import { createRepeatableRandom, type RepeatableRandom } from './repeatable-random.ts';
import { installStableGlobals } from './stable-globals.ts';

/** What surrounds the code of one execution: everything of the process that it can reach without its context. */
export interface CodeSurroundings {
  /** A turn begins: real work is watched for, and lost rejections. */
  openTurn(): void;
  /** The turn is over. */
  closeTurn(): void;
  /** Runs user code; what it awaits goes on in the same surroundings. */
  run<T>(code: () => T): T;
  /** What the code has done that it must not, and what it has lost, so far. */
  readonly scope: Pick<OrchestratorScope, 'fault' | 'lostRejection'>;
}

/** Facts that the surroundings are made of. */
export interface SurroundingFacts extends Pick<OrchestratorScope, 'subject' | 'nowMs' | 'startedAtMs'> {
  /** What random numbers depend on, besides the time at which the execution began. */
  readonly seed: string;
  /** Whether real work is refused. */
  readonly ioGuard: boolean;
  /** Whether clock and random of the process answer as the context does. */
  readonly stableGlobals: boolean;
}

/** Surrounds the code of one execution. */
export function surroundCode({ seed, ioGuard, stableGlobals, ...facts }: SurroundingFacts): CodeSurroundings {
  let random: RepeatableRandom | undefined;
  const scope: OrchestratorScope = {
    ...facts,
    random: () => {
      random ??= createRepeatableRandom(`${seed}/${facts.startedAtMs()}`);
      return random;
    },
    hasStableGlobals: stableGlobals,
    isGuarded: ioGuard,
    fault: undefined,
    lostRejection: undefined,
  };
  return {
    scope,
    openTurn() {
      if (stableGlobals) installStableGlobals();
      if (ioGuard) openGuard();
      catchLostRejections();
    },
    closeTurn() {
      if (ioGuard) closeGuard();
      releaseLostRejections();
    },
    run: (code) => orchestratorScope.run(scope, code),
  };
}

/** Called by code of an orchestrator: answers how to run more of it later, from wherever that is. */
export function keepSurroundings(): (code: () => void) => void {
  const scope = orchestratorScope.getStore();
  return scope === undefined ? (code) => code() : (code) => orchestratorScope.run(scope, code);
}

/** Runs what is not the orchestrator's own, such as its logger, outside of its surroundings. */
export function runOutside<T>(code: () => T): T {
  return orchestratorScope.exit(code);
}
