import type { ActivityContext, ActivityDefinition } from '../definitions/activity.ts';
import { activityFailure } from '../errors/activity-failure.ts';
import { describeFailure } from '../errors/describe-failure.ts';
import { decodeJson } from '../history/decode-json.ts';
import { encodeJson } from '../history/encode-json.ts';
import type { TaskFailure } from '../history/failure.ts';
import type { JsonText } from '../history/json-text.ts';
import { applySchemaLater } from '../schema/apply-schema.ts';

/** How a run of an activity ended, as the `task-completed` or `task-failed` event to record. */
export type ActivityOutcome =
  | {
      readonly kind: 'completed';
      /** What it returned; absent for `undefined`. */
      readonly result?: JsonText;
    }
  | {
      readonly kind: 'failed';
      /** What it threw, as data to store. */
      readonly failure: TaskFailure;
    };

/** What a host tells an activity about its call. The name is the definition's. */
export type ActivityCallFacts = Omit<ActivityContext, 'name'>;

/**
 * Runs an activity for a host: parses its input, calls it, and turns what it returns or throws into data to record.
 *
 * Whatever the activity does is an outcome, also a result that cannot be written as JSON.
 *
 * @param input  The input of the `call-activity` decision; `undefined` for none.
 * @throws {TypeError} when the definition is none.
 */
export async function runActivity<I, O>(
  definition: ActivityDefinition<I, O>,
  input: JsonText | undefined,
  facts: ActivityCallFacts,
): Promise<ActivityOutcome> {
  if (definition?.kind !== 'activity' || typeof definition.run !== 'function') {
    throw new TypeError('runActivity takes an activity, as activity(name, function) makes it.');
  }
  const { name } = definition;
  try {
    const { inputSchema, outputSchema } = definition;
    const given = input === undefined ? undefined : decodeJson(() => `The input of activity '${name}'`, input);
    const value =
      inputSchema === undefined
        ? given
        : await applySchemaLater(inputSchema, given, `The input of activity '${name}'`, 'invalid-input');
    const activityContext: ActivityContext = Object.freeze({ ...facts, name });
    const answered = await definition.run(value as I, activityContext);
    const checked =
      outputSchema === undefined
        ? answered
        : await applySchemaLater(outputSchema, answered, `The result of activity '${name}'`, 'invalid-output');
    const result = encodeJson(`The result of activity '${name}'`, checked);
    return { kind: 'completed', ...(result !== undefined && { result }) };
  } catch (error) {
    return { kind: 'failed', failure: activityFailure(name, describeFailure(error)) };
  }
}
