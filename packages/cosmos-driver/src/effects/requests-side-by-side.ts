/**
 * The requests of an operation that takes several, some at the same time. Every one of them is told once: by the page that used its
 * answer, else by the last page, or by the error that ended the operation.
 */
import type { CosmosDiagnostics } from '../diagnostics/cosmos-diagnostics.ts';
import { distinctDiagnostics } from '../diagnostics/distinct-diagnostics.ts';
import { isCosmosError } from '../errors/cosmos-error.ts';
import type { Alarms } from './alarms.ts';

/** How long requests that were told to end may take to tell what they did, in milliseconds: they have no more to do than to notice. */
const graceMs = 1;

/** The requests of one operation. */
export interface RequestsSideBySide {
  /** Takes note of a request, and of what it did when it ends, well or not. @returns The same. */
  follow<T extends { readonly diagnostics: CosmosDiagnostics }>(working: Promise<T>): Promise<T>;
  /** Takes note of a request that has ended. */
  note(made: CosmosDiagnostics): void;
  /** Requests that what is being made is made of. Those that were told of before are not told again. */
  use(made: readonly CosmosDiagnostics[]): void;
  /** Those used since this was called last. */
  tellUsed(): readonly CosmosDiagnostics[];
  /** All that have ended and were not told of, in the order in which they ended. @param last  What is told behind all. */
  tellAll(last?: readonly CosmosDiagnostics[]): readonly CosmosDiagnostics[];
  /** Waits for those under way, which have been told to end; not for such that go on all the same. */
  ended(): Promise<void>;
}

/** Follows requests; there are none yet. */
export function followRequests(alarms: Alarms): RequestsSideBySide {
  const underWay = new Set<Promise<void>>();
  /** In the order in which they ended. */
  const untold = new Set<CosmosDiagnostics>();
  let used = new Set<CosmosDiagnostics>();

  return {
    follow(working) {
      const ended = working.then(
        ({ diagnostics }) => void untold.add(diagnostics),
        (error: unknown) => {
          if (isCosmosError(error)) untold.add(error.diagnostics);
        },
      );
      underWay.add(ended);
      void ended.then(() => underWay.delete(ended));
      return working;
    },
    note: (made) => void untold.add(made),
    use(made) {
      for (const each of made) if (untold.has(each)) used.add(each);
    },
    tellUsed() {
      const told = [...used];
      used = new Set();
      for (const each of told) untold.delete(each);
      return told;
    },
    tellAll(last = []) {
      // An error may have been made anew since it was noted: then its attempts tell what is the same.
      const told = distinctDiagnostics([...untold, ...last]);
      untold.clear();
      used.clear();
      return told;
    },
    async ended() {
      if (underWay.size > 0) await Promise.race([Promise.all(underWay), alarms.pause(graceMs, undefined)]);
    },
  };
}
