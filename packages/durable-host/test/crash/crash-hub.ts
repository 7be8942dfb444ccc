import { DurableHost } from '@perdura/durable-host';

// Runs a host until it is killed, whose functions are all a worker's. Says where it listens.
const [database = '', url = '', ...functions] = process.argv.slice(2);
const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const host = await DurableHost.open({ database, workers: [{ url, functions }], log: silent });
const { baseUrl } = await host.listen({ port: 0 });
process.stdout.write(`${JSON.stringify({ url: baseUrl, functions })}\n`);
