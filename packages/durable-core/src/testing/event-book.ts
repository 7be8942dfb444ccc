import type { EventRaised } from '../history/history-event.ts';

/** Which waits no event has answered, and which events no wait has taken. Upper and lower case of names mean the same. */
export class EventBook {
  readonly #waits: string[] = [];
  readonly #events: EventRaised[] = [];

  /** Names of open waits, oldest first. */
  get openWaits(): readonly string[] {
    return [...this.#waits];
  }

  /** Events that nobody has waited for, oldest first. */
  get unprocessed(): readonly EventRaised[] {
    return [...this.#events];
  }

  /** An event came. */
  raised(event: EventRaised): void {
    const at = this.#waits.findIndex((name) => isSameName(name, event.name));
    if (at >= 0) this.#waits.splice(at, 1);
    else this.#events.push(event);
  }

  /** The code waits for an event. */
  awaited(name: string): void {
    const at = this.#events.findIndex((event) => isSameName(name, event.name));
    if (at >= 0) this.#events.splice(at, 1);
    else this.#waits.push(name);
  }
}

function isSameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
