// A Restate server and its worker, each a process of its own, asked over HTTP. Its default durability: every step is synced.
import { createRequire } from 'node:module';
import { nextMessage, startChild } from '@perdura/bench';
import { freePorts, startRestateServer } from '@perdura/peers';
import type { Contender } from '../../load.ts';
import { postJson } from '../../post-json.ts';

export async function open(folder: string): Promise<Contender> {
  const starter = createRequire(import.meta.url).resolve('@restatedev/restate-server/package.json');
  const executable = createRequire(starter).resolve(
    `@restatedev/restate-server-${process.platform}-${process.arch}/bin/restate-server`,
  );
  process.env.RESTATE_LOGGING = 'ERROR';
  const worker = startChild(new URL('./serve-restate-worker.ts', import.meta.url), [], 'inherit');
  const port = await nextMessage<number>(worker);
  const server = await startRestateServer({ executable, folder, ports: await freePorts() });
  await register(`${server.adminUrl}/deployments`, `http://127.0.0.1:${port}`);
  return {
    run: async (workload) => (await postJson(`${server.ingressUrl}/engine/${workload}`)) as number,
    close: async () => {
      await server.kill();
      worker.kill();
    },
  };
}

async function register(url: string, uri: string): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ uri }) });
  if (!response.ok) throw new Error(`Restate did not take the worker: ${await response.text()}`);
}
