import type { EventRaised } from '@perdura/durable-core/engine';

/** Events that came for an execution, and which of them its code has waited for. */
export interface EventQueue {
  /** Takes note of an event. */
  add(event: EventRaised): void;
  /** Takes note of the code waiting for an event of a name. */
  awaited(name: string): void;
  /** Events nobody has waited for, oldest first: those that `continueAsNew` hands on. */
  unprocessed(): readonly EventRaised[];
}

/** Waits take events of their name in the order they came; upper and lower case mean the same. */
export function createEventQueue(): EventQueue {
  const events: EventRaised[] = [];
  const waits = new Map<string, number>();
  return {
    add: (event) => {
      events.push(event);
    },
    awaited: (name) => {
      const key = name.toLowerCase();
      waits.set(key, (waits.get(key) ?? 0) + 1);
    },
    unprocessed: () => {
      const left = new Map(waits);
      return events.filter(({ name }) => {
        const open = left.get(name.toLowerCase()) ?? 0;
        left.set(name.toLowerCase(), open - 1);
        return open <= 0;
      });
    },
  };
}
