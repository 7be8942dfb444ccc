import type { DatabaseSync } from 'node:sqlite';
import type { EntityMessage, WaitingMessage } from '../entities/entity-message.ts';
import type { DueMessage, DuePlace } from './inbox-table.ts';

/** A message to be put before an entity. */
interface NewEntityMessage {
  /** Id of the entity. */
  readonly entityId: string;
  /** The instance that sends it; absent for clients and entities. Of a locked entity, only its owner's messages are taken. */
  readonly senderId?: string;
  /** When it may be taken, in milliseconds since 1970; absent for at once. */
  readonly dueMs?: number;
  readonly message: EntityMessage;
}

/** The rows of `entity_messages`: what entities were asked for and have not done. */
export interface EntityMessageTable {
  put(message: NewEntityMessage): void;
  /** What an entity may take at a time, in order; of one sender only, when one is given. */
  next(entityId: string, nowMs: number, senderId: string | undefined, limit: number): readonly WaitingMessage[];
  /** Deletes a message. Answers whether it was there still. */
  take(sequence: number): boolean;
  /** Puts what a sender has asked an entity for before all that others have. */
  putFirst(entityId: string, senderId: string): void;
  /** Withdraws what a sender has asked an entity for under the name of an answer. */
  withdraw(entityId: string, senderId: string, requestId: string): void;
  /** Withdraws a sender's requests for locks. Answers where they were. */
  withdrawLocks(senderId: string): readonly string[];
  /** Messages that became due behind a place in the order of due times and up to a time; at most so many. */
  dueAfter(after: DuePlace, untilMs: number, limit: number): readonly DueMessage[];
  /** When the next message becomes due after a time; `undefined` when none will. */
  nextDue(afterMs: number): number | undefined;
}

/** Due times of what may be taken at once: in the order it came, before what was meant for a later time. */
const atOnce = 0;
const first = -1;

/** The statements on `entity_messages`. */
export function entityMessageTable(database: DatabaseSync): EntityMessageTable {
  const put = database.prepare(
    'INSERT INTO entity_messages (entity_id, sender_id, due_ms, is_lock, message) VALUES (?, ?, ?, ?, ?)',
  );
  const inOrder = 'AND due_ms <= ? ORDER BY due_ms, sequence LIMIT ?';
  const select = 'SELECT sequence, message FROM entity_messages WHERE entity_id = ?';
  const next = database.prepare(`${select} ${inOrder}`);
  // by an index of its own: those who wait for a locked entity may be many
  const nextOfSender = database.prepare(`${select} AND sender_id = ? ${inOrder}`);
  const take = database.prepare('DELETE FROM entity_messages WHERE sequence = ?');
  const putFirst = database.prepare(
    `UPDATE entity_messages SET due_ms = ${first}
     WHERE entity_id = ? AND sender_id = ? AND due_ms = ${atOnce} AND is_lock = 0`,
  );
  const withdraw = database.prepare(
    "DELETE FROM entity_messages WHERE entity_id = ? AND sender_id = ? AND message ->> '$.replyTo.requestId' = ?",
  );
  const withdrawLocks = database.prepare(
    'DELETE FROM entity_messages WHERE sender_id = ? AND is_lock = 1 RETURNING entity_id',
  );
  const dueAfter = database.prepare(
    `SELECT entity_id, due_ms, sequence FROM entity_messages
     WHERE (due_ms, sequence) > (?, ?) AND due_ms <= ? ORDER BY due_ms, sequence LIMIT ?`,
  );
  const nextDue = database.prepare('SELECT min(due_ms) AS due_ms FROM entity_messages WHERE due_ms > ?');
  return {
    put: ({ entityId, senderId, dueMs, message }) => {
      const isLock = message.kind === 'lock' ? 1 : 0;
      put.run(entityId, senderId ?? null, Math.max(atOnce, dueMs ?? atOnce), isLock, JSON.stringify(message));
    },
    next: (entityId, nowMs, senderId, limit) => {
      const rows =
        senderId === undefined ? next.all(entityId, nowMs, limit) : nextOfSender.all(entityId, senderId, nowMs, limit);
      return rows.map((row) => ({ sequence: Number(row.sequence), message: JSON.parse(String(row.message)) }));
    },
    take: (sequence) => take.run(sequence).changes > 0,
    putFirst: (entityId, senderId) => {
      putFirst.run(entityId, senderId);
    },
    withdraw: (entityId, senderId, requestId) => {
      withdraw.run(entityId, senderId, requestId);
    },
    withdrawLocks: (senderId) => withdrawLocks.all(senderId).map((row) => String(row.entity_id)),
    dueAfter: (after, untilMs, limit) =>
      dueAfter.all(after.dueMs, after.sequence, untilMs, limit).map((row) => ({
        instanceId: String(row.entity_id),
        dueMs: Number(row.due_ms),
        sequence: Number(row.sequence),
      })),
    nextDue: (afterMs) => {
      const dueMs = nextDue.get(afterMs)?.due_ms;
      return typeof dueMs === 'number' ? dueMs : undefined;
    },
  };
}
