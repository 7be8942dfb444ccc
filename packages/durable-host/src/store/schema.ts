/** Marks a database file as a task hub of this package: `PRAGMA application_id`, the letters `prdr`. */
export const applicationId: number = 0x70726472;

/** `PRAGMA user_version` of the layout below. A change of layout raises it and adds a step from the one before. */
export const schemaVersion: number = 1;

/**
 * The tables.
 *
 * - `instances`: one row per instance. What grows with every turn is found by its `number`: rows of instances that run at the
 *   same time then lie on the same few pages, however random their ids are, and a commit writes a quarter of the pages.
 * - `history`: its events, oldest first, those of a turn in one row; those of the present execution only.
 * - `inbox`: messages no turn has taken yet, timers among them (`timer_id`, `due_ms` in the future). `execution_id` is
 *   NULL where any execution of the instance may have the message. What has to be found behind any number of others `leads`: starts,
 *   terminations and pauses. Numbers are never used twice (AUTOINCREMENT).
 * - `activities`: activities that have not been seen to end. One either waits for its turn to run (`is_waiting` 1) or was
 *   taken by this process (0). `starts` counts how often it was begun without being seen to end; `lane` is its name in
 *   lower case.
 * - `entities`: entities that have a state or are locked; `locked_by` is an instance.
 * - `entity_messages`: what entities were asked for and have not done. `due_ms` is above 0 only for what is meant for
 *   later; `sender_id` is an instance. Numbers are never used twice.
 *
 * Times are milliseconds since 1970; inputs, outputs and events are JSON text.
 */
export const schema: string = `
CREATE TABLE instances (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  execution_id TEXT NOT NULL,
  name TEXT NOT NULL,
  version TEXT,
  status TEXT NOT NULL,
  input TEXT,
  output TEXT,
  custom_status TEXT,
  created_ms INTEGER NOT NULL,
  updated_ms INTEGER NOT NULL,
  start_at_ms INTEGER,
  tags TEXT,
  parent_id TEXT,
  parent_execution_id TEXT,
  parent_task_id INTEGER,
  trace_context TEXT
) STRICT;
CREATE INDEX instances_by_creation ON instances (created_ms, id);
CREATE INDEX instances_by_parent ON instances (parent_id) WHERE parent_id IS NOT NULL;

CREATE TABLE history (
  instance INTEGER NOT NULL,
  position INTEGER NOT NULL,
  count INTEGER NOT NULL,
  events TEXT NOT NULL,
  PRIMARY KEY (instance, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE inbox (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  instance_id TEXT NOT NULL,
  execution_id TEXT,
  due_ms INTEGER NOT NULL,
  timer_id INTEGER,
  leads INTEGER NOT NULL,
  message TEXT NOT NULL
) STRICT;
CREATE INDEX inbox_by_instance ON inbox (instance_id, due_ms, sequence);
CREATE INDEX inbox_leads ON inbox (instance_id, due_ms, sequence) WHERE leads = 1;
CREATE INDEX inbox_by_due ON inbox (due_ms);
CREATE UNIQUE INDEX inbox_timers ON inbox (instance_id, execution_id, timer_id) WHERE timer_id IS NOT NULL;

CREATE TABLE activities (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  instance_id TEXT NOT NULL,
  execution_id TEXT NOT NULL,
  task_id INTEGER NOT NULL,
  name TEXT NOT NULL,
  input TEXT,
  trace_context TEXT,
  lane TEXT NOT NULL,
  is_waiting INTEGER NOT NULL,
  starts INTEGER NOT NULL
) STRICT;
CREATE INDEX activities_by_instance ON activities (instance_id);
CREATE INDEX activities_waiting ON activities (lane, sequence) WHERE is_waiting = 1;

CREATE TABLE entities (
  id TEXT PRIMARY KEY,
  state TEXT,
  locked_by TEXT,
  last_operation_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX entities_by_owner ON entities (locked_by) WHERE locked_by IS NOT NULL;

CREATE TABLE entity_messages (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  entity_id TEXT NOT NULL,
  sender_id TEXT,
  due_ms INTEGER NOT NULL,
  is_lock INTEGER NOT NULL,
  message TEXT NOT NULL
) STRICT;
CREATE INDEX entity_messages_by_entity ON entity_messages (entity_id, due_ms, sequence);
CREATE INDEX entity_messages_by_sender ON entity_messages (entity_id, sender_id, due_ms, sequence)
  WHERE sender_id IS NOT NULL;
CREATE INDEX entity_messages_by_due ON entity_messages (due_ms);
CREATE INDEX entity_messages_of_locks ON entity_messages (sender_id) WHERE is_lock = 1;
`;
