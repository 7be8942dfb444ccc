import { appendFileSync } from 'node:fs';
import { activity, orchestration } from '@perdura/durable-core';
import { DurableHost } from '@perdura/durable-host';

// Runs a host whose activity `deadly` kills it. Every run is a line of the file.
const [database = '', runs = ''] = process.argv.slice(2);
const record = (name: string) => appendFileSync(runs, `${name}\n`);
const deadly = activity('deadly', () => {
  record('deadly');
  process.kill(process.pid, 'SIGKILL');
});
const innocent = activity('innocent', async (n: number) => {
  record(`innocent ${n}`);
  // Long enough that the process is killed meanwhile when it runs beside the deadly one.
  await new Promise((resolve) => setTimeout(resolve, 50));
  return n;
});
const caller = orchestration('caller', async (ctx) => {
  const tasks = [0, 1, 2].map((n) => ctx.callActivity(innocent, n));
  const end = await ctx.joinAllSettled([ctx.callActivity(deadly), ...tasks]);
  return end.map((each) => (each.status === 'fulfilled' ? each.value : String(each.error)));
});
const host = await DurableHost.open({
  database,
  functions: [caller, deadly, innocent],
  limits: { maxActivityCrashes: 3 },
});
const { baseUrl } = await host.listen({ port: 0 });
process.stdout.write(`${baseUrl}\n`);
