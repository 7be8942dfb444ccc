import type { CosmosDiagnostics } from '../diagnostics/cosmos-diagnostics.ts';
import { isCosmosError } from '../errors/cosmos-error.ts';
import type { Alarms } from './alarms.ts';
import { untilEnded } from './attempts-under-way.ts';

/** The requests of an operation that are under way at the same time. */
export interface RequestsSideBySide {
  /** Takes note of a request. @returns The same. */
  follow<T>(working: Promise<T>): Promise<T>;
  /** What those that fail have tried, each in the order of its failure; waits for those under way, which have been told to end. */
  failed(): Promise<readonly CosmosDiagnostics[]>;
}

/** Follows requests; there are none yet. */
export function followRequests(alarms: Alarms): RequestsSideBySide {
  const underWay = new Set<Promise<void>>();
  const failed: CosmosDiagnostics[] = [];
  return {
    follow(working) {
      const ended = working.then(
        () => undefined,
        (error: unknown) => {
          if (isCosmosError(error)) failed.push(error.diagnostics);
        },
      );
      underWay.add(ended);
      void ended.then(() => underWay.delete(ended));
      return working;
    },
    async failed() {
      await untilEnded(Promise.all(underWay), alarms);
      return failed;
    },
  };
}
