import { loadFunctionsApp, serveWorker } from '@perdura/durable-host/worker';

// Serves an app that speaks to its host. Says where; then a line for everything that its functions log.
const write = (...said: readonly unknown[]) => process.stdout.write(`${said.join(' ')}\n`);
const log = { debug: write, info: write, warn: write, error: write };
const app = () => import('./client-app.ts');
const { url } = await serveWorker({ app, port: 0, log });
const functions = await loadFunctionsApp(app);
process.stdout.write(`${JSON.stringify({ url, functions: functions.map(({ name }) => name) })}\n`);
