import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** How often a second a file in a folder can be written to and synced: what every durable engine waits for. */
export function fsyncsPerSecond(folder: string): number {
  const file = openSync(join(folder, 'fsync.probe'), 'w');
  const page = Buffer.alloc(4_096, 1);
  const startMs = performance.now();
  let count = 0;
  while (performance.now() - startMs < 500) {
    writeSync(file, page);
    fsyncSync(file);
    count += 1;
  }
  closeSync(file);
  return count / ((performance.now() - startMs) / 1_000);
}
