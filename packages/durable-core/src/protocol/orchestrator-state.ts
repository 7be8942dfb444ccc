import { outcomeOf } from '../engine/outcome-of.ts';
import { TaskFailedError } from '../errors/task-failed-error.ts';
import { encodeJson } from '../history/encode-json.ts';
import type { JsonText } from '../history/json-text.ts';
import { encodeFailureDetails, type WireFailureDetails } from '../history/wire-failure-details.ts';
import type { Replay } from '../replay/replay.ts';
import type { RunState } from '../replay/run-state.ts';
import type { Action } from './action.ts';
import { type ActionLists, encodeActions } from './encode-actions.ts';
import type { SchemaVersion } from './schema-version.ts';

/** An orchestrator's answer to its host. */
export interface OrchestratorState {
  /** The code returned, or asked to continue as new. */
  readonly isDone: boolean;
  /** What the host is to do; from V2 on exactly one inner list. */
  readonly actions: readonly (readonly Action[])[];
  /** What the code returned; absent for `undefined`. */
  readonly output?: unknown;
  /** The schema this is written in: 0 is V1. */
  readonly schemaVersion: SchemaVersion;
  /** Why the orchestration failed; absent when it did not, never empty. */
  readonly error?: string;
  /** The latest custom status; absent: leave the stored one. */
  readonly customStatus?: unknown;
  /** What failed, when that was an activity or a sub-orchestration whose failure is recorded in structured form. */
  readonly failureDetails?: WireFailureDetails;
}

/** What `runOrchestration` answers. */
export type OrchestrationAnswer =
  | {
      readonly kind: 'result';
      /** The answer to return to the host. */
      readonly state: OrchestratorState;
    }
  | {
      readonly kind: 'failure';
      /** The answer to embed in the rejection, see `failureMessage`. */
      readonly state: OrchestratorState;
      /** What was thrown. */
      readonly error: unknown;
    };

/** Writes what a replay has come to. */
export function encodeAnswer(
  replay: Replay,
  schemaVersion: SchemaVersion,
  actionLists: ActionLists,
): OrchestrationAnswer {
  const { state } = replay;
  const outcome = outcomeOf(replay);
  const common = {
    isDone: outcome?.kind === 'completed' || state.continuedAsNew !== undefined,
    actions: encodeActions(replay, schemaVersion, actionLists),
    schemaVersion,
    ...(state.customStatus !== undefined && { customStatus: parseJson(state.customStatus) }),
  };
  if (outcome?.kind === 'failed') {
    const { error, failure } = outcome;
    const details = error instanceof TaskFailedError ? error.failureDetails : undefined;
    return {
      kind: 'failure',
      state: {
        ...common,
        error: failure.errorMessage,
        ...(details && { failureDetails: encodeFailureDetails(details) }),
      },
      error,
    };
  }
  const output = outcome?.kind === 'completed' ? outcome.output : returnedBesides(state);
  return { kind: 'result', state: { ...common, ...(output !== undefined && { output: parseJson(output) }) } };
}

/** What the code returned after `continueAsNew`: ignored by the extension, sent by durable-functions all the same. */
function returnedBesides({ end }: RunState): JsonText | undefined {
  try {
    return end?.kind === 'returned' ? encodeJson('The output', end.value) : undefined;
  } catch {
    // nobody reads it, so it may be left out
    return undefined;
  }
}

function parseJson(text: JsonText): unknown {
  return JSON.parse(text);
}
