// DBOS is a library over PostgreSQL: it runs in the process that asks.
import { DBOS } from '@dbos-inc/dbos-sdk';
import { type Contender, fanOutWidth } from '../../load.ts';

/** @param options  URL of an empty database. */
export async function open(_folder: string, { databaseUrl }: { readonly databaseUrl: string }): Promise<Contender> {
  const echo = (value: number) => DBOS.runStep(() => Promise.resolve(value), { name: 'echo' });
  const workflows = {
    sequence: DBOS.registerWorkflow(async () => (await echo(1)) + (await echo(2)) + (await echo(3)), {
      name: 'sequence',
    }),
    fan_out: DBOS.registerWorkflow(
      async () => {
        const values = Array.from({ length: fanOutWidth }, (_, index) => index + 1);
        const echoed = await Promise.all(values.map(echo));
        return echoed.reduce((sum, value) => sum + value, 0);
      },
      { name: 'fan_out' },
    ),
  };
  // a pool of 50: one connection for each workflow in flight
  DBOS.setConfig({ name: 'bench', systemDatabaseUrl: databaseUrl, systemDatabasePoolSize: 50, logLevel: 'error' });
  await DBOS.launch();
  return {
    run: async (workload) => (await DBOS.startWorkflow(workflows[workload])()).getResult(),
    close: () => DBOS.shutdown(),
  };
}
