import { drainMacrotask } from '../effects/macrotask-drain.ts';
import { DurableError } from '../errors/durable-error.ts';
import { compensateInAsync } from './compensate.ts';
import type { DrivenCode } from './driven-code.ts';
import type { Ledger } from './ledger.ts';
import type { CodeEnd } from './run-state.ts';

/** Lets an async orchestrator run on after an event. */
export interface AsyncDriver {
  /** What it lets run on is in surroundings of its own already. */
  readonly isSynchronous: false;
  /** Waits until the code has come to rest, if anything it waits for has settled; answers how it ended, `undefined` while it has not. */
  resume(): Promise<CodeEnd | undefined> | CodeEnd | undefined;
}

/**
 * Promises settle one event at a time, and the code comes to rest in between: that keeps the order of what it does the same in
 * every replay, whether history comes in one piece or turn by turn.
 *
 * Code at rest that waits for no durable task can never go on: `waiting-on-nothing`.
 *
 * @param code  Who runs, for messages; how user code is run; what undoes its steps.
 */
export function driveAsync(promise: PromiseLike<unknown>, ledger: Ledger, code: DrivenCode): AsyncDriver {
  let end: CodeEnd | undefined;
  let hasStarted = false;
  promise.then(
    (value) => {
      end ??= { kind: 'returned', value };
    },
    (error: unknown) => {
      const compensations = code.takeCompensations();
      if (compensations.length === 0) end ??= { kind: 'threw', error };
      else {
        void code
          .run(() => compensateInAsync(compensations, error))
          .then((ended) => {
            end ??= ended;
          });
      }
    },
  );

  const comeToRest = async (): Promise<CodeEnd | undefined> => {
    await drainMacrotask();
    if (end === undefined && !ledger.isClosed && ledger.subscriptions.openCount === 0) {
      ledger.fault ??= new DurableError(
        'waiting-on-nothing',
        `The code of ${code.subject} is waiting, but on no durable task, so nothing can ever resume it. Move what it waits for into an activity.`,
      );
    }
    return end;
  };

  return {
    isSynchronous: false,
    resume() {
      if (hasStarted && !ledger.subscriptions.hasResumed) return end;
      hasStarted = true;
      ledger.subscriptions.hasResumed = false;
      return comeToRest();
    },
  };
}
