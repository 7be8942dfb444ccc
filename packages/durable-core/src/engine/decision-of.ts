import type { Step } from '../replay/records.ts';
import { type EntityDecision, entityDecisionOf } from './entity-decision.ts';
import type { Decision } from './turn.ts';

/** What a host is told of a step. */
export function decisionOf({ id, call, isOver }: Step): Decision | EntityDecision {
  switch (call.kind) {
    case 'activity':
      return { kind: 'call-activity', id, name: call.name, ...(call.input && { input: call.input.json }) };
    case 'sub-orchestration':
      return {
        kind: 'call-sub-orchestrator',
        id,
        name: call.name,
        ...(call.input && { input: call.input.json }),
        ...(call.instanceId !== undefined && { instanceId: call.instanceId }),
        ...(call.version !== undefined && { version: call.version }),
      };
    case 'timer':
      return { kind: 'create-timer', id, fireAtMs: call.fireAtMs };
    case 'http':
      return { kind: 'call-http', id, name: call.name, input: JSON.stringify(call.request) };
    case 'event':
      return { kind: 'wait-for-event', waitId: id, name: call.name, ...(isOver && { isAnswered: true }) };
    default:
      return entityDecisionOf(id, call);
  }
}
