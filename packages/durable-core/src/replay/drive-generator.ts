import { TaskHandle } from '../context/task-handle.ts';
import { compensateInGenerator } from './compensate.ts';
import type { DrivenCode } from './driven-code.ts';
import type { Driver } from './driver.ts';
import type { Ledger } from './ledger.ts';
import type { Entry } from './records.ts';
import type { CodeEnd } from './run-state.ts';

/**
 * Steps a generator orchestrator as far as history goes. Synchronous; owns the task the generator waits for.
 *
 * A yielded task gets its ids when it is yielded, depth first, and the code goes on while the task it waits for is settled:
 * asked after every event and after every scheduling, in a loop.
 *
 * @param code  Who runs, for messages; how user code is run; what undoes its steps.
 */
export function driveGenerator(
  orchestrator: Generator<unknown, unknown, unknown>,
  ledger: Ledger,
  code: DrivenCode,
): Driver {
  let generator = orchestrator;
  let end: CodeEnd | undefined;
  let current: Entry | undefined;
  let hasStarted = false;

  const step = (): IteratorResult<unknown, unknown> => {
    const outcome = current?.outcome;
    if (outcome === undefined) return generator.next();
    return outcome.status === 'fulfilled' ? generator.next(outcome.value) : generator.throw(outcome.error);
  };

  const stepUntilWaiting = (): CodeEnd | undefined => {
    while (!hasStarted || current?.outcome !== undefined) {
      hasStarted = true;
      let result: IteratorResult<unknown, unknown>;
      try {
        result = step();
      } catch (error) {
        const compensations = code.takeCompensations();
        if (compensations.length === 0) return { kind: 'threw', error };
        generator = compensateInGenerator(compensations, error);
        current = undefined;
        hasStarted = false;
        continue;
      }
      if (result.done === true) return { kind: 'returned', value: result.value };
      if (ledger.isClosed) return undefined;
      const entry = TaskHandle.entryOf(result.value, ledger);
      // not thrown into the generator: its own try and finally are not to see a mistake in its code
      if (entry === undefined) return { kind: 'threw', error: notATask(code.subject, result.value) };
      ledger.schedule(entry);
      if (ledger.fault !== undefined) return undefined;
      current = entry;
    }
    return undefined;
  };

  return {
    isSynchronous: true,
    resume() {
      if (!hasStarted || current?.outcome !== undefined) end = code.run(stepUntilWaiting);
      return false;
    },
    lookAtRest: () => end,
  };
}

function notATask(describe: string, value: unknown): TypeError {
  const got = value === null ? 'null' : Array.isArray(value) ? 'an array' : typeof value;
  return new TypeError(`The code of ${describe} may only yield tasks of its own context, but it yielded ${got}.`);
}
