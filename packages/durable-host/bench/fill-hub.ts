import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { DurableHost } from '@perdura/durable-host';
import { functions } from './functions.ts';

/** Instances a hub really runs before its file is grown by copies of them. */
const samples = 1_000;

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
  const columns = (table: string): readonly string[] =>
    db
      .prepare(`SELECT name FROM pragma_table_info('${table}')`)
      .all()
      .map(({ name }) => String(name));
  for (const table of ['instances', 'history']) db.exec(`CREATE TEMP TABLE base_${table} AS SELECT * FROM ${table}`);
  const copyTo = (table: string, own: Readonly<Record<string, string>>) => {
    const names = columns(table);
    const values = names.map((name) => own[name] ?? name);
    return db.prepare(`INSERT INTO ${table} (${names.join(', ')}) SELECT ${values.join(', ')} FROM temp.base_${table}`);
  };
  // an instance and its history are copied to the same number
  const copies = [
    copyTo('instances', { number: `number + ${samples} * :copy`, id: "substr(id, 1, length(id) - 2) || '-' || :copy" }),
    copyTo('history', { instance: `instance + ${samples} * :copy` }),
  ];
  for (let copy = 1; copy < instances / samples; copy++) {
    db.exec('BEGIN');
    for (const insert of copies) insert.run({ copy: BigInt(copy) });
    db.exec('COMMIT');
  }
  db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  db.close();
  return (index) => `sample-${index % samples}-${Math.floor(index / samples)}`;
}
