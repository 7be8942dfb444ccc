import type { HistoryEvent, JsonText } from '@perdura/durable-core/engine';
import { encodeHistoryEvent } from '@perdura/durable-core/protocol';
import type { Instance } from '../instances/instance.ts';

/** The newest result schema that is understood: `3` is V4, which has locks of entities. */
const newestSchema = 3;

/** What old hosts offer, and new ones still do because a worker of long ago minds anything else. */
const oldestOffer = 1;

/**
 * `TimeSpan.MaxValue`: this host sets a timer of any length in one piece, so neither it nor a worker ever splits one.
 *
 * @see https://learn.microsoft.com/dotnet/api/system.timespan.maxvalue
 */
const noTimerLimit = '10675199.02:48:05.4775807';

/** The pause between polls of an HTTP call, as the extension's. */
const httpPollMs = 30_000;

/**
 * Writes the payload of an orchestration trigger, as the Durable extension sends it.
 *
 * @param history  All events of the present execution, those of this turn included.
 */
export function triggerPayload(instance: Instance, history: readonly HistoryEvent[]): JsonText {
  const { id, executionId, input, parent, tags } = instance;
  return JSON.stringify({
    history: history.flatMap((event) => {
      const wire = encodeHistoryEvent(event);
      if (event.kind !== 'execution-started') return wire ?? [];
      return { ...wire, OrchestrationInstance: { InstanceId: id, ExecutionId: executionId }, Tags: tags ?? null };
    }),
    input: input === undefined ? null : (JSON.parse(input) as unknown),
    instanceId: id,
    isReplaying: history.filter(({ kind }) => kind === 'orchestrator-started').length > 1,
    parentInstanceId: parent?.instanceId ?? null,
    upperSchemaVersion: oldestOffer,
    upperSchemaVersionNew: newestSchema,
    longRunningTimerIntervalDuration: noTimerLimit,
    maximumShortTimerDuration: noTimerLimit,
    // misspelt on the wire
    defaultHttpAsyncRequestSleepTimeMillseconds: httpPollMs,
  });
}
