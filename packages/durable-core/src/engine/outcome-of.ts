import { TaskHandle } from '../context/task-handle.ts';
import { describeFailure } from '../errors/describe-failure.ts';
import { encodeJson } from '../history/encode-json.ts';
import type { Replay } from '../replay/replay.ts';
import type { Turn } from './turn.ts';

/** How an execution ended; `undefined` while it has not. What stops the replay wins, then a throw, then `continueAsNew`. */
export function outcomeOf({ state, ledger }: Replay): Turn['outcome'] {
  if (ledger.fault !== undefined) return failed(ledger.fault);
  if (state.end?.kind === 'threw') return failed(state.end.error);
  if (state.continuedAsNew !== undefined) {
    const { input, preserveUnprocessedEvents } = state.continuedAsNew;
    return { kind: 'continued-as-new', ...(input && { input: input.json }), preserveUnprocessedEvents };
  }
  if (state.end === undefined) return undefined;
  const { value } = state.end;
  if (TaskHandle.entryOf(value, ledger) !== undefined) {
    return failed(
      new TypeError(`Orchestration '${state.name}' returned a task; return what it resolves to: yield* task.`),
    );
  }
  try {
    const output = encodeJson(`The output of orchestration '${state.name}'`, value);
    return { kind: 'completed', ...(output !== undefined && { output }) };
  } catch (error) {
    return failed(error);
  }
}

function failed(error: unknown): Turn['outcome'] {
  return { kind: 'failed', failure: describeFailure(error), error };
}
