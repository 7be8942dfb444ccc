import { appendFileSync } from 'node:fs';
import { DurableHost } from '@perdura/durable-host';
import { crashFunctions } from './crash-functions.ts';

// Runs a host until it is killed. Says where it listens, then a line for every step it has recorded in the file.
const [database = '', effects = ''] = process.argv.slice(2);
const host = await DurableHost.open({
  database,
  limits: {
    // It is no activity's fault that this process dies.
    maxActivityCrashes: 1_000,
    // Slow enough for many instances to be open, and many activities to wait in the file, whenever it does.
    activities: { step: { rate: { starts: 10, perMs: 100 } } },
  },
  functions: crashFunctions((instanceId, step) => {
    appendFileSync(effects, `${instanceId} ${step}\n`);
    process.stdout.write('step\n');
  }),
});
const { baseUrl } = await host.listen({ port: 0 });
process.stdout.write(`${baseUrl}\n`);
