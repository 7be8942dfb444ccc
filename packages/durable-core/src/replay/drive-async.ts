import { DurableError } from '../errors/durable-error.ts';
import { compensateInAsync } from './compensate.ts';
import type { DrivenCode } from './driven-code.ts';
import type { Driver } from './driver.ts';
import type { Ledger } from './ledger.ts';
import type { CodeEnd } from './run-state.ts';

/**
 * Lets an async orchestrator run on after an event. Promises settle one event at a time, and the code comes to rest in between: that
 * keeps the order of what it does the same in every replay, whether history comes in one piece or turn by turn.
 *
 * Code at rest that waits for no durable task can never go on: `waiting-on-nothing`.
 *
 * @param code  Who runs, for messages; how user code is run; what undoes its steps.
 */
export function driveAsync(promise: PromiseLike<unknown>, ledger: Ledger, code: DrivenCode): Driver {
  const { subscriptions } = ledger;
  let end: CodeEnd | undefined;
  // calling the function was the first it has run
  subscriptions.hasResumed = true;
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

  return {
    isSynchronous: false,
    resume() {
      const { hasResumed } = subscriptions;
      subscriptions.hasResumed = false;
      return hasResumed;
    },
    lookAtRest() {
      if (end === undefined && !ledger.isClosed && subscriptions.openCount === 0) {
        ledger.fault ??= new DurableError(
          'waiting-on-nothing',
          `The code of ${code.subject} is waiting, but on no durable task, so nothing can ever resume it. Move what it waits for into an activity.`,
        );
      }
      return end;
    },
  };
}
