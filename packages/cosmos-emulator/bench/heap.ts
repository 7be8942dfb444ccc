import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { report } from './report.ts';

const worker = fileURLToPath(new URL('heap-of-items.ts', import.meta.url));

/** What a stored item of 1 KB takes, beside the object that its JSON becomes. A process for each: nothing else is there. */
export function benchHeap(): void {
  const parsed = bytesPerItem('parsed');
  report('a parsed item', `${parsed.toFixed(0)} bytes`);
  for (const regions of ['1', '3']) {
    const stored = bytesPerItem(regions);
    const limit = 2 * parsed + 1024;
    report(
      `a stored item, ${regions} region${regions === '1' ? '' : 's'}`,
      `${stored.toFixed(0)} bytes`,
      stored / parsed,
      Number((limit / parsed).toFixed(2)),
    );
  }
}

function bytesPerItem(what: string): number {
  const run = spawnSync(process.execPath, ['--expose-gc', '--conditions=@perdura/source', worker, what], {
    encoding: 'utf8',
  });
  if (run.status !== 0) throw new Error(run.stderr);
  return Number(run.stdout);
}
