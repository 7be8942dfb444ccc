import type { EventRaised } from '../history/history-event.ts';
import { Fifo } from './fifo.ts';
import type { Entry, Step } from './records.ts';

/**
 * Brings raised events and waits together, per event name, as the extension does.
 *
 * 1. Upper and lower case of a name mean the same.
 * 2. Of several waits the newest gets the event; an event nobody waits for is kept, the oldest is handed out first.
 * 3. A wait stays in force until an event comes, also when the code no longer looks at it: the host knows no way to withdraw it.
 * 4. A wait whose timeout passed (`abandon`) is taken over by the next wait of its name instead of registering a new one.
 */
export class EventInbox {
  readonly #mailboxes = new Map<string, Mailbox>();

  /** Registers a wait; an event that came early answers it at once. */
  wait(name: string, step: Step): EventRaised | undefined {
    const mailbox = this.#mailbox(name);
    const early = mailbox.events.shift();
    if (early === undefined) mailbox.waits.push(step);
    return early;
  }

  /** Hands an event to the newest wait, or keeps it. */
  raise(event: EventRaised): Step | undefined {
    const mailbox = this.#mailbox(event.name);
    const step = mailbox.waits.pop();
    if (step === undefined) mailbox.events.push(event);
    return step;
  }

  /** Leaves a wait to the next one of its name. */
  abandon(name: string, entry: Entry): void {
    entry.isAbandoned = true;
    this.#mailbox(name).abandoned.push(entry);
  }

  /** Notes that an abandoned wait has got its event. */
  answered(name: string, entry: Entry): void {
    const mailbox = this.#mailbox(name);
    const at = mailbox.abandoned.lastIndexOf(entry);
    if (at < 0) return;
    mailbox.abandoned.splice(at, 1);
    mailbox.answered.push(entry);
  }

  /** The abandoned wait that the next wait takes over: one that already has its event, else the newest. */
  adopt(name: string): Entry | undefined {
    const mailbox = this.#mailboxes.get(keyOf(name));
    const entry = mailbox?.answered.shift() ?? mailbox?.abandoned.pop();
    if (entry !== undefined) entry.isAbandoned = false;
    return entry;
  }

  #mailbox(name: string): Mailbox {
    const key = keyOf(name);
    let mailbox = this.#mailboxes.get(key);
    if (mailbox === undefined) {
      mailbox = { events: new Fifo(), waits: [], abandoned: [], answered: new Fifo() };
      this.#mailboxes.set(key, mailbox);
    }
    return mailbox;
  }
}

interface Mailbox {
  readonly events: Fifo<EventRaised>;
  readonly waits: Step[];
  readonly abandoned: Entry[];
  readonly answered: Fifo<Entry>;
}

function keyOf(name: string): string {
  return name.toLowerCase();
}
