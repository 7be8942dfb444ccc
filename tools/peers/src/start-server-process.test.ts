import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { startServerProcess } from './start-server-process.ts';

const SERVES = fileURLToPath(new URL('../test/servers/serves.js', import.meta.url));
const ENDS_AT_ONCE = fileURLToPath(new URL('../test/servers/ends-at-once.js', import.meta.url));
const NEVER_READY = fileURLToPath(new URL('../test/servers/never-ready.js', import.meta.url));
const MISSING = fileURLToPath(new URL('../test/servers/missing.js', import.meta.url));

describe('startServerProcess', () => {
  it('resolves when the script listens and has said so, with the port the kernel chose', async () => {
    const server = await startServerProcess({
      name: 'The server',
      command: [SERVES],
      readyLine: /serving/,
      startTimeoutMs: 20_000,
    });
    try {
      const response = await fetch(`http://127.0.0.1:${server.port}/`);
      expect(await response.text()).toBe('here');
    } finally {
      await server.close();
    }
    expect(() => process.kill(server.pid, 0)).toThrow('ESRCH');
    await server.close();
  });

  it('hands over every line of its output', async () => {
    const lines: string[] = [];
    const server = await startServerProcess({
      name: 'The server',
      command: [SERVES],
      readyLine: /serving/,
      startTimeoutMs: 20_000,
      onLine: (line) => lines.push(line),
    });
    await server.close();
    expect(lines).toEqual([expect.stringContaining('serving')]);
  });

  it('repeats what the script printed when it ends before it is ready', async () => {
    const start = startServerProcess({
      name: 'The server',
      command: [ENDS_AT_ONCE],
      readyLine: /serving/,
      startTimeoutMs: 20_000,
    });
    await expect(start).rejects.toThrow(
      'The server ended before it was ready (exit code 3). It printed:\nthe disk is full',
    );
  });

  it('gives up at the deadline, and leaves no process behind', async () => {
    const start = startServerProcess({
      name: 'The server',
      command: [NEVER_READY],
      readyLine: /serving/,
      startTimeoutMs: 600,
    });
    // It rejects only when the child is gone: a survivor would keep this test's process open.
    await expect(start).rejects.toThrow(/^The server was not ready within 600 ms of its start\. It printed/);
  });

  it('says so when the script does not exist', async () => {
    const start = startServerProcess({
      name: 'The server',
      command: [MISSING],
      readyLine: /serving/,
      startTimeoutMs: 20_000,
    });
    await expect(start).rejects.toThrow(/ended before it was ready[\s\S]*Cannot find module/);
  });
});
