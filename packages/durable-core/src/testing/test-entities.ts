import type { EntityDefinition } from '../definitions/entity.ts';
import type { EntityDecision } from '../engine/entity-decision.ts';
import { type EntityId, parseEntityId, schedulerIdOf } from '../entities/entity-id.ts';
import { runOperations } from '../entities/run-operations.ts';
import { unknownFunction } from '../errors/unknown-function.ts';
import type { FailureDetails } from '../history/failure.ts';
import type { JsonText } from '../history/json-text.ts';
import type { Logger } from '../logging/logger.ts';
import { EntityMailbox, type EntityMessage } from './entity-mailbox.ts';
import type { TestClock } from './test-clock.ts';

/** What entities need of their hub. */
interface TestEntitiesParts {
  readonly clock: TestClock;
  readonly log: Logger;
  /** Has the hub wait for work. */
  readonly track: (work: Promise<void>) => void;
}

/** The entities of a test. Each deals with one message at a time, in the order they came. */
export class TestEntities {
  readonly #parts: TestEntitiesParts;
  readonly #definitions = new Map<string, EntityDefinition>();
  readonly #mailboxes = new Map<string, EntityMailbox>();

  constructor(parts: TestEntitiesParts) {
    this.#parts = parts;
  }

  /** Adds a definition; names in upper and lower case are the same. */
  define(definition: EntityDefinition): void {
    this.#definitions.set(definition.name.toLowerCase(), definition);
  }

  /** JSON text of the state; `undefined` when the entity does not exist. */
  stateOf(target: EntityId): JsonText | undefined {
    return this.#mailboxes.get(schedulerIdOf(target))?.state;
  }

  /**
   * Carries out what an instance asks for.
   *
   * @param answer  Takes an answer, as JSON text, to the instance.
   */
  begin(decision: EntityDecision, callerId: string, answer: (response: JsonText) => void): void {
    switch (decision.kind) {
      case 'call-entity': {
        const { entity, operation: name, input } = decision;
        this.#put(entity, { kind: 'operation', name, input, callerId, answer });
        break;
      }
      case 'signal-entity': {
        const { entity, operation, input, fireAtMs } = decision;
        const send = (): void => this.signal(entity, operation, input);
        if (fireAtMs === undefined) send();
        else this.#parts.clock.at(fireAtMs, send);
        break;
      }
      case 'lock-entities':
        this.#lock(decision.entities, callerId, () => answer('{}'));
        break;
      case 'release-entities':
        for (const entity of decision.entities) this.#release(this.#mailbox(entity), entity, callerId);
    }
  }

  /** Has an entity carry out an operation; there is no answer. */
  signal(target: EntityId, name: string, input: JsonText | undefined): void {
    this.#put(target, { kind: 'operation', name, input, callerId: undefined, answer: () => undefined });
  }

  /** Unlocks what an instance that has ended had locked, or waits for. */
  forget(callerId: string): void {
    for (const [text, mailbox] of this.#mailboxes) {
      mailbox.forget(callerId);
      this.#release(mailbox, parseEntityId(text), callerId);
    }
  }

  /** Locks one after the other, so that nobody waits in a circle. */
  #lock(entities: readonly EntityId[], callerId: string, granted: () => void): void {
    const [first, ...others] = entities;
    if (first === undefined) granted();
    else this.#put(first, { kind: 'lock', callerId, granted: () => this.#lock(others, callerId, granted) });
  }

  #release(mailbox: EntityMailbox, target: EntityId, callerId: string): void {
    if (mailbox.lockedBy !== callerId) return;
    mailbox.lockedBy = undefined;
    this.#tend(mailbox, target);
  }

  #put(target: EntityId, message: EntityMessage): void {
    const mailbox = this.#mailbox(target);
    mailbox.put(message);
    this.#tend(mailbox, target);
  }

  #mailbox(target: EntityId): EntityMailbox {
    const id = schedulerIdOf(target);
    let mailbox = this.#mailboxes.get(id);
    if (mailbox === undefined) {
      mailbox = new EntityMailbox();
      this.#mailboxes.set(id, mailbox);
    }
    return mailbox;
  }

  #tend(mailbox: EntityMailbox, target: EntityId): void {
    if (mailbox.isTended) return;
    mailbox.isTended = true;
    this.#parts.track(this.#dealWith(mailbox, target));
  }

  async #dealWith(mailbox: EntityMailbox, target: EntityId): Promise<void> {
    await null;
    for (let message = mailbox.take(); message !== undefined; message = mailbox.take()) {
      if (message.kind === 'operation') await this.#run(mailbox, target, message);
      else {
        mailbox.lockedBy = message.callerId;
        message.granted();
      }
    }
    mailbox.isTended = false;
  }

  async #run(
    mailbox: EntityMailbox,
    target: EntityId,
    { name, input, callerId, answer }: Extract<EntityMessage, { readonly kind: 'operation' }>,
  ): Promise<void> {
    const { clock, log } = this.#parts;
    const definition = this.#definitions.get(target.name.toLowerCase());
    if (definition === undefined) {
      const known = [...this.#definitions.values()].map((each) => each.name);
      const failure = unknownFunction('entity', target.name, known);
      log.error(failure.errorMessage);
      answer(failed(failure));
      return;
    }
    const request = { name, input, isSignal: callerId === undefined };
    const surroundings = { log, now: () => clock.nowMs };
    const { state, outcomes, signals } = await runOperations(
      definition,
      target.key,
      mailbox.state,
      [request],
      surroundings,
    );
    mailbox.state = state;
    for (const signal of signals) this.signal(signal.target, signal.operation, signal.input);
    const failure = outcomes[0]?.failure;
    if (failure !== undefined) log.error(`Operation '${name}' of ${schedulerIdOf(target)}: ${failure.errorMessage}`);
    answer(failure === undefined ? JSON.stringify({ result: outcomes[0]?.result }) : failed(failure));
  }
}

/** A failure as an entity tells it to its caller. */
function failed({ errorType, errorMessage, stackTrace }: FailureDetails): JsonText {
  const result = JSON.stringify({ message: errorMessage, name: errorType, stack: stackTrace });
  return JSON.stringify({ exceptionType: errorType, result });
}
