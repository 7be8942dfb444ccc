import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startHostProcess } from './host-process.ts';
import type { WatchMessage } from './watch-message.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'perdura-process-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Starts a script, which says when it is ready. */
async function startScript(text: string, closingMs?: number) {
  const script = join(folder, 'script.mjs');
  writeFileSync(script, `${text}\nprocess.send({ kind: 'listening', port: 1 });`);
  const messages: WatchMessage[] = [];
  const ready = Promise.withResolvers<void>();
  const host = startHostProcess(
    script,
    [],
    (message) => {
      messages.push(message);
      if (message.kind === 'listening') ready.resolve();
    },
    closingMs,
  );
  await ready.promise;
  return { host, messages };
}

describe('startHostProcess', () => {
  it('hands on what the host tells, and nothing that functions send', async () => {
    const send = `for (const message of ['a', 1, null, { kind: 'b' }]) process.send(message);`;
    const { host, messages } = await startScript(`${send} process.once('message', () => process.exit(7));`);
    await host.stop();
    expect(messages).toEqual([{ kind: 'listening', port: 1 }]);
    expect(await host.ended).toBe(7);
    await host.stop();
  });

  it('kills a host that does not end in time', async () => {
    const { host } = await startScript(`process.on('message', () => {}).on('SIGTERM', () => {});`, 10);
    await host.stop();
    expect(await host.ended).toBe('SIGKILL');
  });
});
