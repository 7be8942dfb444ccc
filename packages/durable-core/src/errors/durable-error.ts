const marker: unique symbol = Symbol.for('perdura.durable-core.error');

/**
 * What went wrong, for programs:
 * - `task-failed`: an activity, a sub-orchestration or an operation of an entity failed; the error is a {@link TaskFailedError}
 * - `unknown-function`: there is no function of the name that was called; the message names those there are
 * - `cancelled`: the task was taken back before it settled, by itself or with the whole instance
 * - `compensation-failed`: what the orchestration had done could not be undone altogether after it had failed
 * - `non-deterministic`: the code asks for something else than history records
 * - `waiting-on-nothing`: the code waits, but on no durable task, so no event can ever resume it
 * - `io-in-orchestrator`: the code does real work, such as waiting for a timer of the process or reading a file
 * - `invalid-input`, `invalid-output`: a value is not what its schema says; the message names the places
 * - `invalid-state`: the state of an entity is not what its schema says, as it was stored or as an operation left it
 * - `turn-ended`: the context was used after its turn was over
 * - `malformed-history`: an event or a recorded value cannot be read
 * - `malformed-payload`: the trigger payload cannot be read
 * - `not-serializable`: a value cannot be written as JSON
 * - `locking-rules`: the code did what an orchestration must not do while it holds locks of entities
 * - `unknown-operation`: an entity was asked for something it has no operation for
 * - `not-supported`: the host or the protocol cannot do what was asked
 */
export type DurableErrorCode =
  | 'task-failed'
  | 'unknown-function'
  | 'cancelled'
  | 'compensation-failed'
  | 'non-deterministic'
  | 'waiting-on-nothing'
  | 'io-in-orchestrator'
  | 'invalid-input'
  | 'invalid-output'
  | 'invalid-state'
  | 'turn-ended'
  | 'malformed-history'
  | 'malformed-payload'
  | 'not-serializable'
  | 'locking-rules'
  | 'unknown-operation'
  | 'not-supported';

/** Every failure this package reports, told apart by `code`. Wrong arguments are a plain `TypeError` instead. */
export class DurableError extends Error {
  /** What went wrong, for programs. */
  readonly code: DurableErrorCode;

  constructor(code: DurableErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'DurableError';
    this.code = code;
    Object.defineProperty(this, marker, { value: true });
  }
}

/** Whether a value is a {@link DurableError}, also one of another installed copy of this package. */
export function isDurableError(value: unknown): value is DurableError {
  return typeof value === 'object' && value !== null && marker in value;
}
