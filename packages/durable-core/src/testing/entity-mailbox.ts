import type { JsonText } from '../history/json-text.ts';

/** Something an entity is asked for. */
export type EntityMessage =
  | {
      readonly kind: 'operation';
      readonly name: string;
      readonly input: JsonText | undefined;
      /** The instance that calls; `undefined` for a signal. */
      readonly callerId: string | undefined;
      /** Takes the answer to the caller. */
      readonly answer: (response: JsonText) => void;
    }
  | {
      readonly kind: 'lock';
      readonly callerId: string;
      /** Goes on to the next entity of the request. */
      readonly granted: () => void;
    };

/** What waits for one entity, and what it is. While it is locked, only its owner's calls come through. */
export class EntityMailbox {
  /** JSON text of the state; `undefined` when the entity does not exist. */
  state: JsonText | undefined;
  /** Whether somebody takes messages out. */
  isTended = false;
  /** The instance that has locked it. */
  lockedBy: string | undefined;
  readonly #messages: EntityMessage[] = [];

  /** Adds a message at the end. */
  put(message: EntityMessage): void {
    this.#messages.push(message);
  }

  /** Takes the first message that may be dealt with now. */
  take(): EntityMessage | undefined {
    const { lockedBy } = this;
    const at = this.#messages.findIndex(
      (message) => lockedBy === undefined || (message.kind === 'operation' && message.callerId === lockedBy),
    );
    return at === -1 ? undefined : this.#messages.splice(at, 1)[0];
  }

  /** Drops what an instance that has ended still asked for. */
  forget(callerId: string): void {
    for (let at = this.#messages.length - 1; at >= 0; at--) {
      const message = this.#messages[at];
      if (message?.kind === 'lock' && message.callerId === callerId) this.#messages.splice(at, 1);
    }
  }
}
