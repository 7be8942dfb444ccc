import type { TraceContext } from './trace-context.ts';

/** Something a host does that is worth telling of. */
export interface Doing {
  /** A client's start of an instance, one turn of an instance's code, or one run of an activity. */
  readonly kind: 'start' | 'turn' | 'activity';
  /** Name of the orchestration or activity. */
  readonly name: string;
  /** Version of the orchestration; absent for none. */
  readonly version?: string | undefined;
  /** Id of the instance. */
  readonly instanceId: string;
  /** Id of the execution; absent for a start. */
  readonly executionId?: string | undefined;
  /** Sequence id of the call of an activity. */
  readonly taskId?: number | undefined;
  /** What it follows from; absent for what is active where it is begun. */
  readonly parent?: TraceContext | undefined;
  /** When it began, in milliseconds since 1970. */
  readonly startedAtMs: number;
}

/** How something ended. */
export interface Done {
  /** When, in milliseconds since 1970. */
  readonly endedAtMs: number;
  /** How the instance stands after a turn. */
  readonly status?: string | undefined;
  /** What went wrong, in words; absent when nothing did. */
  readonly failure?: string | undefined;
}

/** Something that has been begun. What is never ended was never done: it is not told of. */
export interface OpenDoing {
  /** What follows from it goes on from here; absent when nothing is traced. */
  readonly context: TraceContext | undefined;
  /** Runs code as a part of it, so that what the code tells of follows from it. */
  run<T>(code: () => T): T;
  end(done: Done): void;
}

/**
 * Is told what a host does. `openTelemetry` of `@perdura/durable-host/opentelemetry` makes one.
 *
 * A turn is told of once it is written, so a replay is none, and one that could not be written is told of when it could.
 */
export interface Tracing {
  begin(doing: Doing): OpenDoing;
}

/** Tells nobody, and hands contexts on as they came. */
export const noTracing: Tracing = {
  begin: ({ parent }) => ({ context: parent, run: (code) => code(), end: () => {} }),
};
