import type { JsonText } from '@perdura/durable-core/engine';
import type { Instance, Tags } from '../instances/instance.ts';
import type { RecordedEvent } from '../instances/recorded-event.ts';
import { type HistoryLine, viewHistory } from './history-view.ts';

/** The body of a status answer. Times are in whole seconds, as the Durable extension writes them. */
export interface StatusBody {
  readonly name: string;
  readonly instanceId: string;
  readonly runtimeStatus: string;
  readonly input: unknown;
  readonly customStatus: unknown;
  readonly output: unknown;
  readonly createdTime: string;
  readonly lastUpdatedTime: string;
  /** As newer releases of the extension have it; absent for none. */
  readonly version?: string;
  /** Ours, here and below; absent for none. */
  readonly tags?: Tags;
  /** When it is to begin; absent for at once. */
  readonly scheduledStartTime?: string;
  readonly historyEvents?: readonly HistoryLine[] | null;
}

/** How much to show. */
export interface StatusView {
  /** With `showHistory`, the events; absent without it. */
  readonly history?: readonly RecordedEvent[];
  /** Show what activities returned. */
  readonly showHistoryOutput: boolean;
  /** Show inputs. */
  readonly showInput: boolean;
}

/** Writes what a client sees of an instance. */
export function statusBody(instance: Instance, { history, showHistoryOutput, showInput }: StatusView): StatusBody {
  return {
    name: instance.name,
    instanceId: instance.id,
    runtimeStatus: instance.status,
    input: showInput ? parse(instance.input) : null,
    customStatus: parse(instance.customStatus),
    output: parse(instance.output),
    createdTime: wholeSeconds(instance.createdMs),
    lastUpdatedTime: wholeSeconds(instance.updatedMs),
    ...(instance.version !== undefined && { version: instance.version }),
    ...(instance.tags && { tags: instance.tags }),
    ...(instance.startAtMs !== undefined && { scheduledStartTime: wholeSeconds(instance.startAtMs) }),
    ...(history && {
      historyEvents: instance.status === 'Pending' ? null : viewHistory(history, { showHistoryOutput, showInput }),
    }),
  };
}

function parse(text: JsonText | undefined): unknown {
  return text === undefined ? null : JSON.parse(text);
}

function wholeSeconds(timeMs: number): string {
  return new Date(timeMs).toISOString().replace(/\.\d+Z$/, 'Z');
}
