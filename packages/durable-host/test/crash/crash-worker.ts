import { appendFileSync } from 'node:fs';
import * as azureFunctions from '@azure/functions';
import { registerWithAzureFunctions } from '@perdura/durable-core/azure-functions';
import { serveWorker } from '@perdura/durable-host/worker';
import { crashFunctions } from './crash-functions.ts';

// Serves functions until it is killed, by itself with the invocation of that number. Says where, then a line for every step it has
// recorded in the file.
const [effects = '', port = '0', lastOf = '', lastNumber = '0'] = process.argv.slice(2);
const left: Record<string, number> = { [lastOf]: Number(lastNumber) };
const functions = crashFunctions((instanceId, step) => {
  appendFileSync(effects, `${instanceId} ${step}\n`);
  process.stdout.write('step\n');
});
const app = () => {
  registerWithAzureFunctions(azureFunctions, functions as Parameters<typeof registerWithAzureFunctions>[1]);
  azureFunctions.app.hook.preInvocation(({ invocationContext }) => {
    const { type } = invocationContext.options.trigger;
    left[type] = (left[type] ?? Number.POSITIVE_INFINITY) - 1;
    if (left[type] === 0) process.kill(process.pid, 'SIGKILL');
  });
};
const worker = await serveWorker({ app, port: Number(port) });
process.stdout.write(`${JSON.stringify(worker)}\n`);
