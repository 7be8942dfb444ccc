import type { DeliveryOutcome, SuspensionOutcome } from '../store/deliver-message.ts';
import type { RewindOutcome } from '../store/rewind-instance.ts';
import { type ApiAnswer, emptyAnswer, errorAnswer, jsonAnswer } from './api-call.ts';

const statusOfDelivery: Readonly<Record<DeliveryOutcome, number>> = { accepted: 202, 'not-found': 404, gone: 410 };

/** The answer to a request that asks something of an instance: 202, 404 or 410, without a body. */
export function deliveryAnswer(outcome: DeliveryOutcome): ApiAnswer {
  return emptyAnswer(statusOfDelivery[outcome]);
}

/** The answer to suspend and resume: also 500 when there is nothing to do, as under the Durable extension. */
export function suspensionAnswer(verb: 'suspend' | 'resume', id: string, outcome: SuspensionOutcome): ApiAnswer {
  if (typeof outcome === 'string') return deliveryAnswer(outcome);
  const problem = `Cannot ${verb} the orchestration instance ${id} because instance is in the ${outcome.inStatus} state.`;
  return errorAnswer(500, 'Something went wrong while processing your request', problem);
}

/** The answer to rewind: 412 when the instance has not failed, or cannot have its locks again now. The extension writes these bodies as bare JSON strings. */
export function rewindAnswer(id: string, outcome: RewindOutcome): ApiAnswer {
  if (outcome === 'accepted') return emptyAnswer(202);
  if (outcome === 'not-found') return jsonAnswer(404, `No orchestration with instance ID "${id}" found.`);
  const problem =
    'inStatus' in outcome
      ? `This orchestration has status ${outcome.inStatus}, but only orchestrations in the "Failed" state can be rewound.`
      : `This orchestration had locked the entity ${outcome.lockedElsewhere}, which another has locked now. Try again later.`;
  return jsonAnswer(412, problem);
}
