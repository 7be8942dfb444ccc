import { describeFailure } from '../errors/describe-failure.ts';
import { DurableError } from '../errors/durable-error.ts';
import type { CodeEnd, Compensation } from './run-state.ts';
import { classifyResult } from './start-code.ts';

/** Undoes what an async orchestrator has done, latest first. Every compensation runs, whatever becomes of the others. */
export async function compensateInAsync(compensations: readonly Compensation[], thrown: unknown): Promise<CodeEnd> {
  const failures: unknown[] = [];
  for (const compensation of compensations.toReversed()) {
    try {
      const started = classifyResult(compensation());
      if (started.kind === 'generator') throw notForAsync();
      if (started.kind === 'promise') await started.promise;
    } catch (error) {
      failures.push(error);
    }
  }
  return { kind: 'threw', error: errorAfter(thrown, failures) };
}

/** Undoes what a generator orchestrator has done, latest first, and then throws. */
export function* compensateInGenerator(
  compensations: readonly Compensation[],
  thrown: unknown,
): Generator<unknown, never, unknown> {
  const failures: unknown[] = [];
  for (const compensation of compensations.toReversed()) {
    try {
      const result = compensation();
      const started = classifyResult(result);
      if (started.kind === 'generator') yield* started.generator;
      else if (started.kind === 'promise') yield result;
    } catch (error) {
      failures.push(error);
    }
  }
  throw errorAfter(thrown, failures);
}

/** What was thrown, or an error that tells of it and of the compensations that failed as well. */
function errorAfter(thrown: unknown, failures: readonly unknown[]): unknown {
  if (failures.length === 0) return thrown;
  const messageOf = (error: unknown): string => `'${describeFailure(error).errorMessage}'`;
  return new DurableError(
    'compensation-failed',
    `${failures.length === 1 ? 'A compensation' : `${failures.length} compensations`} failed with ${failures.map(messageOf).join(', ')} ` +
      `after the orchestration had failed with ${messageOf(thrown)}. What it had done is not undone altogether.`,
    { cause: thrown },
  );
}

function notForAsync(): TypeError {
  return new TypeError('A compensation of an async orchestration is an async function, not a generator function.');
}
