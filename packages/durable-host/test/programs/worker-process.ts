import * as azureFunctions from '@azure/functions';
import { registerWithAzureFunctions } from '@perdura/durable-core/azure-functions';
import { serveWorker } from '@perdura/durable-host/worker';
import { ourFunctions } from '../conformance/our-functions.ts';

// Serves the samples to a host in another process, by the name of whose they are. Says where, and which.
const apps: Readonly<Record<string, () => unknown>> = {
  ours: () => registerWithAzureFunctions(azureFunctions, ourFunctions()),
  theirs: async () => {
    const { registerTheirs } = await import('../conformance/their-functions.ts');
    registerTheirs();
  },
};
const [whose = '', port = '0'] = process.argv.slice(2);
const { url, functions } = await serveWorker({ app: () => apps[whose]?.(), port: Number(port) });
process.stdout.write(`${JSON.stringify({ url, functions })}\n`);
