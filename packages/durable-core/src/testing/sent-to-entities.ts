import type { EntityDecision } from '../engine/entity-decision.ts';
import { schedulerIdOf } from '../entities/entity-id.ts';
import type { EventSent } from '../history/history-event.ts';

/** What a host records when it carries out a decision that speaks to entities. @param requestId  The name of the answer. */
export function sentToEntities(decision: EntityDecision, requestId: string, timestampMs: number): readonly EventSent[] {
  const sent = (id: number, instanceId: string, name: string, message: object): EventSent => {
    return { kind: 'event-sent', id, instanceId, name, input: JSON.stringify(message), timestampMs };
  };
  switch (decision.kind) {
    case 'call-entity':
    case 'signal-entity': {
      const { id, entity, operation: op, input } = decision;
      const message = { op, input, ...(decision.kind === 'signal-entity' && { signal: true }), id: requestId };
      return [sent(id, schedulerIdOf(entity), 'op', message)];
    }
    case 'lock-entities': {
      const { id, entities } = decision;
      const [first] = entities;
      const target = first === undefined ? '' : schedulerIdOf(first);
      return [sent(id, target, 'op', { lockset: entities, pos: 0, id: requestId })];
    }
    case 'release-entities':
      return decision.entities.map((entity, at) => sent(decision.id + at, schedulerIdOf(entity), 'release', {}));
  }
}
