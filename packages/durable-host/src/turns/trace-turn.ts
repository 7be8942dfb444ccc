import type { TraceContext } from '../tracing/trace-context.ts';
import type { Done } from '../tracing/tracing.ts';
import type { TurnChanges } from './turn-changes.ts';

/** Has the activities and sub-orchestrations a turn asks for follow from it. */
export function traceTurn(changes: TurnChanges, traceContext: TraceContext | undefined): TurnChanges {
  if (traceContext === undefined) return changes;
  return {
    ...changes,
    activities: changes.activities.map((activity) => ({ ...activity, traceContext })),
    children: changes.children.map((child) => ({ ...child, traceContext })),
  };
}

/** What is told of a turn that was written. */
export function endOfTurn({ instance, next }: TurnChanges, endedAtMs: number): Done {
  const { status, output } = instance;
  return {
    endedAtMs,
    status: next === undefined ? status : 'ContinuedAsNew',
    ...(status === 'Failed' && { failure: output === undefined ? 'It failed.' : String(JSON.parse(output)) }),
  };
}
