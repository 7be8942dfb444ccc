import {
  type Context,
  context,
  createTraceState,
  type HrTime,
  isSpanContextValid,
  type Span,
  SpanKind,
  SpanStatusCode,
  type TracerProvider,
  trace,
} from '@opentelemetry/api';
import { checkNames } from '../options/check-names.ts';
import type { TraceContext } from './trace-context.ts';
import type { Doing, OpenDoing, Tracing } from './tracing.ts';

/** By which provider spans are made. */
export interface OpenTelemetryOptions {
  /** Makes the tracer. (default: the global one) */
  readonly tracerProvider?: TracerProvider | undefined;
}

const scopeName = '@perdura/durable-host';

/** Names as the Durable Task Framework has them: `orchestration:ProcessOrder`. */
const kinds: Readonly<
  Record<Doing['kind'], { readonly prefix: string; readonly type: string; readonly kind: SpanKind }>
> = {
  start: { prefix: 'create_orchestration', type: 'orchestration', kind: SpanKind.PRODUCER },
  turn: { prefix: 'orchestration', type: 'orchestration', kind: SpanKind.CONSUMER },
  activity: { prefix: 'activity', type: 'activity', kind: SpanKind.INTERNAL },
};

/**
 * Tells OpenTelemetry what a host does: a span for each start, turn and run of an activity. They are one trace with the
 * request that started the instance; sub-orchestrations belong to it too. Code of activities runs inside its span.
 *
 * @throws {TypeError} for options that do not exist or are of the wrong kind.
 */
export function openTelemetry(options: OpenTelemetryOptions = {}): Tracing {
  const tracer = (checkOptions(options).tracerProvider ?? trace).getTracer(scopeName);
  return {
    begin: (doing) => {
      const { prefix, kind } = kinds[doing.kind];
      const parent = doing.parent === undefined ? context.active() : contextOf(doing.parent);
      const version = doing.version === undefined || doing.version === '' ? '' : `@(${doing.version})`;
      const span = tracer.startSpan(
        `${prefix}:${doing.name}${version}`,
        { kind, startTime: timeOf(doing.startedAtMs), attributes: attributesOf(doing) },
        parent,
      );
      return openDoing(span, parent, doing.parent);
    },
  };
}

function openDoing(span: Span, parent: Context, given: TraceContext | undefined): OpenDoing {
  return {
    context: textOf(span) ?? given,
    run: (code) => context.with(trace.setSpan(parent, span), code),
    end: ({ endedAtMs, status, failure }) => {
      if (status !== undefined) span.setAttribute('durabletask.task.status', status);
      if (failure !== undefined) span.setStatus({ code: SpanStatusCode.ERROR, message: failure });
      span.end(timeOf(endedAtMs));
    },
  };
}

function attributesOf(doing: Doing): Record<string, string | number> {
  const { name, version, instanceId, executionId, taskId } = doing;
  return {
    'durabletask.type': kinds[doing.kind].type,
    'durabletask.task.name': name,
    'durabletask.task.instance_id': instanceId,
    ...(version !== undefined && { 'durabletask.task.version': version }),
    ...(executionId !== undefined && { 'durabletask.task.execution_id': executionId }),
    ...(taskId !== undefined && { 'durabletask.task.task_id': taskId }),
  };
}

/** A context that goes on from headers. */
function contextOf({ traceparent, tracestate }: TraceContext): Context {
  const [, traceId = '', spanId = '', flags = ''] = traceparent.split('-');
  return trace.setSpanContext(context.active(), {
    ...{ traceId, spanId, traceFlags: Number.parseInt(flags, 16), isRemote: true },
    ...(tracestate !== undefined && { traceState: createTraceState(tracestate) }),
  });
}

/** The headers of what follows from a span; `undefined` when no tracer is there to make one. */
function textOf(span: Span): TraceContext | undefined {
  const spanContext = span.spanContext();
  if (!isSpanContextValid(spanContext)) return undefined;
  const { traceId, spanId, traceFlags, traceState } = spanContext;
  const tracestate = traceState?.serialize();
  return {
    traceparent: `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`,
    ...(tracestate && { tracestate }),
  };
}

/** As seconds and nanoseconds: OpenTelemetry would take small plain numbers for times since the process began. */
function timeOf(epochMs: number): HrTime {
  const seconds = Math.floor(epochMs / 1_000);
  return [seconds, Math.round((epochMs - seconds * 1_000) * 1_000_000)];
}

function checkOptions(options: OpenTelemetryOptions): OpenTelemetryOptions {
  if (typeof options !== 'object' || options === null) refuse('options must be an object');
  checkNames('openTelemetry', options, ['tracerProvider']);
  const { tracerProvider } = options;
  if (tracerProvider !== undefined && typeof tracerProvider?.getTracer !== 'function') {
    refuse('tracerProvider must have getTracer()');
  }
  return options;
}

function refuse(problem: string): never {
  throw new TypeError(`openTelemetry: ${problem}.`);
}
