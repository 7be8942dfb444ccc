import { type InstanceStatus, isFinished } from '../instances/instance.ts';
import { isControl, type Message } from '../instances/message.ts';
import type { ExecutionResumed, ExecutionSuspended } from '../instances/recorded-event.ts';
import type { Store } from './store.ts';

/** How a request to an existing instance went. */
export type DeliveryOutcome = 'accepted' | 'not-found' | 'gone';

/** How a request to have an instance pause or go on went: it may be doing so already. */
export type SuspensionOutcome = DeliveryOutcome | { readonly inStatus: InstanceStatus };

/** What came of a message, and whether the instance has something to do now. */
export interface Delivery<Outcome = DeliveryOutcome> {
  readonly outcome: Outcome;
  readonly wakes: boolean;
}

/** Puts a message into the inbox of an instance that has not finished. Runs inside a transaction. */
export function deliverMessage({ instances, inbox }: Store, instanceId: string, message: Message): Delivery {
  const instance = instances.find(instanceId);
  if (instance === undefined) return { outcome: 'not-found', wakes: false };
  if (isFinished(instance.status)) return { outcome: 'gone', wakes: false };
  inbox.put({ instanceId, dueMs: message.timestampMs, message });
  // What comes for a suspended instance waits until it goes on; that turn finds it.
  return { outcome: 'accepted', wakes: instance.status !== 'Suspended' || isControl(message) };
}

/** The same for the request to pause or go on, unless the instance does so already. */
export function deliverSuspension(
  store: Store,
  instanceId: string,
  message: ExecutionSuspended | ExecutionResumed,
): Delivery<SuspensionOutcome> {
  const status = store.instances.find(instanceId)?.status;
  const asked = store.inbox.lastSuspension(instanceId);
  const isPaused = asked === undefined ? status === 'Suspended' : asked === 'execution-suspended';
  const isNews = isPaused === (message.kind === 'execution-resumed');
  if (status === undefined || isFinished(status) || isNews) return deliverMessage(store, instanceId, message);
  return { outcome: { inStatus: isPaused ? 'Suspended' : status }, wakes: false };
}
