import type { FailureDetails, JsonText } from '@perdura/durable-core/engine';
import {
  type Action,
  actionTypes,
  decodeFailureDetails,
  type WireFailureDetails,
  wireFailureDetailsSchema,
} from '@perdura/durable-core/protocol';
import * as z from 'zod/mini';
import { messageOf } from '../message-of.ts';
import type { InvocationEnd } from './json-function.ts';
import { readActions } from './read-actions.ts';

/** What an orchestrator has answered: the list to carry out, and what comes after it. */
export interface ScriptAnswer {
  /** What to do, one after the other. */
  readonly actions: readonly Action[];
  /** Whether the code has come to its end; else it waits after the list. */
  readonly isDone: boolean;
  /** What the code returned; absent for nothing. */
  readonly output?: JsonText;
  /** The custom status to publish; absent leaves what is stored. */
  readonly customStatus?: JsonText;
  /** What the code threw; absent when it did not. */
  readonly failure?: FailureDetails;
}

/** What separates the words of an orchestrator that failed from its answer. */
const label = '$OutOfProcData$:';

/** Numbers of result schemas, and the names that the extension takes as well. */
const schemaVersions: ReadonlyMap<unknown, number> = new Map<unknown, number>([
  ...[0, 1, 2, 3].map((number) => [number, number] as const),
  ...(['original', 'v2', 'v3', 'v4'] as const).map((word, number) => [word, number] as const),
]);

interface WireAnswer {
  readonly isDone: boolean;
  readonly actions: readonly (readonly unknown[])[];
  readonly output?: unknown;
  readonly customStatus?: unknown;
  readonly error?: string | null | undefined;
  readonly schemaVersion?: number | string | null | undefined;
  readonly failureDetails?: WireFailureDetails | null | undefined;
}

const answerSchema: z.ZodMiniType<WireAnswer> = z.object({
  isDone: z.boolean(),
  actions: z.array(z.array(z.unknown())),
  output: z.optional(z.unknown()),
  customStatus: z.optional(z.unknown()),
  error: z.nullish(z.string()),
  schemaVersion: z.nullish(z.union([z.int(), z.string()])),
  failureDetails: z.nullish(wireFailureDetailsSchema),
});

/**
 * Reads how an invocation of an orchestrator ended.
 *
 * @returns `undefined` when it threw without an answer: the extension takes that for a fault of the worker, to be tried again.
 * @throws {TypeError} when there is an answer and it cannot be read; trying again would not help.
 */
export function readAnswer(end: Exclude<InvocationEnd, { kind: 'missing' }>): ScriptAnswer | undefined {
  const text = end.kind === 'returned' ? (end.json ?? '') : answerIn(end.message);
  if (text === undefined) return undefined;
  const checked = answerSchema.safeParse(parse(text));
  if (!checked.success) {
    const [issue] = checked.error.issues;
    throw new TypeError([issue?.path.join('.'), issue?.message].filter(Boolean).join(': '));
  }
  const { isDone, output, customStatus, error, failureDetails } = checked.data;
  if (end.kind === 'threw' && !error) throw new TypeError('the orchestrator threw, but its error is empty');
  return {
    actions: actionsOf(checked.data),
    isDone,
    ...(output !== undefined && { output: JSON.stringify(output) }),
    ...(customStatus != null && { customStatus: JSON.stringify(customStatus) }),
    ...(error && { failure: failureOf(error, failureDetails, end) }),
  };
}

function actionsOf({ actions, schemaVersion }: WireAnswer): readonly Action[] {
  const given = schemaVersion ?? 0;
  const version = schemaVersions.get(typeof given === 'string' ? given.toLowerCase() : given);
  if (version === undefined) throw new TypeError(`schemaVersion: ${JSON.stringify(given)} is not known`);
  if (version > 0) {
    const [list = []] = actions;
    if (actions.length !== 1) throw new TypeError(`actions: one inner list was expected, got ${actions.length}`);
    return readActions(list, 'actions[0]');
  }
  // V1 waits for the first to end of each inner list
  return actions
    .map((list, index) => readActions(list, `actions[${index}]`))
    .filter((list) => list.length > 0)
    .map((compoundActions) => ({ actionType: actionTypes.WhenAny, compoundActions }));
}

function failureOf(
  errorMessage: string,
  details: WireFailureDetails | null | undefined,
  end: Exclude<InvocationEnd, { kind: 'missing' }>,
): FailureDetails {
  const told = end.kind === 'threw' ? end.errorType : undefined;
  return {
    errorType: told ?? (details == null ? 'Error' : 'TaskFailedError'),
    errorMessage,
    isNonRetriable: false,
    ...(details != null && { innerFailure: decodeFailureDetails(details) }),
  };
}

function answerIn(message: string): string | undefined {
  const at = message.indexOf(label);
  return at < 0 ? undefined : message.slice(at + label.length);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new TypeError(`it is not JSON: ${messageOf(error)}`);
  }
}
