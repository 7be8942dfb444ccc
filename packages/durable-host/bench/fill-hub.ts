import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { DurableHost } from '@perdura/durable-host';
import { functions } from './functions.ts';

/** Instances a hub really runs before its file is grown by copies of them. */
const samples = 1_000;

/** Tables whose rows are copied, and the column that names their instance. */
const copied: Readonly<Record<string, string>> = { instances: 'id', history: 'instance_id' };

/** Runs a thousand sequences on a new file, then grows it by copies of their rows. Answers the ids that are in it. */
export async function fillHub(folder: string, instances: number): Promise<(index: number) => string> {
  const database = join(folder, 'hub.db');
  const host = await DurableHost.open({ database, functions });
  for (let index = 0; index < samples; index++) {
    const url = `http://hub.invalid/runtime/webhooks/durabletask/orchestrators/sequence/sample-${index}-0`;
    await host.fetch(new Request(url, { method: 'POST' }));
  }
  await host.whenIdle();
  await host.close();
  const db = new DatabaseSync(database);
  db.exec('PRAGMA synchronous = OFF');
  const copies = Object.entries(copied).map(([table, key]) => {
    db.exec(`CREATE TEMP TABLE base_${table} AS SELECT * FROM ${table}`);
    const columns = db.prepare(`SELECT name FROM pragma_table_info('${table}')`).all();
    const names = columns.map(({ name }) => String(name));
    const values = names.map((name) => (name === key ? `substr(${key}, 1, length(${key}) - 2) || ?` : name));
    return db.prepare(`INSERT INTO ${table} (${names.join(', ')}) SELECT ${values.join(', ')} FROM temp.base_${table}`);
  });
  for (let copy = 1; copy < instances / samples; copy++) {
    db.exec('BEGIN');
    for (const insert of copies) insert.run(`-${copy}`);
    db.exec('COMMIT');
  }
  db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  db.close();
  return (index) => `sample-${index % samples}-${Math.floor(index / samples)}`;
}
