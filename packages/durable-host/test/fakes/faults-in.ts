import type { DatabaseSync } from 'node:sqlite';

/** What must not be found in the file of a hub whose instances have all finished, by what is wrong with it. */
const faults: Readonly<Record<string, string>> = {
  'a history of no instance': 'SELECT instance FROM history WHERE instance NOT IN (SELECT number FROM instances)',
  'a history with gaps':
    'SELECT instance_id FROM recorded GROUP BY instance_id HAVING max(position) <> count(*) - 1 OR min(position) <> 0',
  'a message in an inbox': 'SELECT instance_id, message FROM inbox',
  'an activity that is not over': 'SELECT instance_id, name, is_waiting, starts FROM activities',
  'a message of an entity': 'SELECT entity_id, message FROM entity_messages',
  'a lock that is not given back': 'SELECT id, locked_by FROM entities WHERE locked_by IS NOT NULL',
  'an entity that does not exist': 'SELECT id FROM entities WHERE state IS NULL AND locked_by IS NULL',
  'a call that was answered twice': `SELECT instance_id, event ->> '$.id' AS id, count(*) AS answers FROM recorded
     WHERE event ->> '$.kind' IN ('task-completed', 'task-failed', 'sub-orchestration-completed',
       'sub-orchestration-failed', 'timer-fired')
     GROUP BY instance_id, event ->> '$.id' HAVING count(*) > 1`,
  'an answer to nothing': `SELECT instance_id, event FROM recorded AS answer
     WHERE event ->> '$.kind' IN ('task-completed', 'task-failed', 'sub-orchestration-completed',
       'sub-orchestration-failed', 'timer-fired')
     AND NOT EXISTS (SELECT 1 FROM recorded AS asked WHERE asked.instance_id = answer.instance_id
       AND asked.position < answer.position AND asked.event ->> '$.id' = answer.event ->> '$.id'
       AND asked.event ->> '$.kind' IN ('task-scheduled', 'sub-orchestration-created', 'timer-created'))`,
};

/** The events of all histories, one a row. */
const recorded = `CREATE TEMP VIEW IF NOT EXISTS recorded AS
  SELECT instances.id AS instance_id, history.position + one.key AS position, one.value AS event
  FROM history JOIN instances ON instances.number = history.instance, json_each(history.events) AS one`;

/** What is wrong in the file of a hub whose instances have all finished. */
export function faultsIn(database: DatabaseSync): readonly unknown[] {
  database.exec(recorded);
  return Object.entries(faults).flatMap(([fault, query]) =>
    database
      .prepare(query)
      .all()
      .map((row) => ({ fault, ...row })),
  );
}
