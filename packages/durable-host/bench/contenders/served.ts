// The task hub as a server of its own, asked over HTTP: what Restate is.
import { join } from 'node:path';
import { nextMessage, startChild } from '@perdura/bench';
import type { Contender } from '../load.ts';
import { postJson } from '../post-json.ts';

export async function open(folder: string): Promise<Contender> {
  const child = startChild(new URL('../serve-host.ts', import.meta.url), [join(folder, 'hub.db')], 'inherit');
  const baseUrl = await nextMessage<string>(child);
  return {
    run: async (workload) =>
      (await postJson(`${baseUrl}/orchestrators/${workload}?timeout=60&pollingInterval=1`)) as number,
    close: async () => child.disconnect(),
  };
}
