// The task hub as a server of its own: argv names the database file.
import { DurableHost } from '@perdura/durable-host';
import { functions } from './functions.ts';

const host = await DurableHost.open({ database: process.argv[2] ?? '', functions });
const { baseUrl } = await host.listen({ port: 0 });
process.once('disconnect', () => void host.close());
process.send?.(baseUrl);
