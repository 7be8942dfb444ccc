import { expect, it } from '@jest/globals';
import { orchestration } from '@perdura/durable-core';
import { resolveHostOptions } from '../options/host-options.ts';
import { openDatabase } from '../store/open-database.ts';
import { TaskHub } from './task-hub.ts';

it('is idle only when what a client has asked for has come to its end', async () => {
  const waiter = orchestration('waiter', async (ctx) => ctx.waitForEvent('go'));
  const options = resolveHostOptions({ database: ':memory:', functions: [waiter] });
  let count = 0;
  const database = openDatabase(options.database, options.durability);
  const hub = new TaskHub(
    database,
    options,
    () => String(count++),
    () => undefined,
  );
  try {
    void hub.start({ name: 'waiter', instanceId: 'one' });
    await hub.whenIdle();
    expect(hub.find('one')?.status).toBe('Running');
    void hub.raiseEvent('one', 'go', '1');
    await hub.whenIdle();
    expect(hub.find('one')).toMatchObject({ status: 'Completed', output: '1' });
  } finally {
    await hub.close();
    database.close();
  }
});
