import type { Load } from '../distribution/measure-load.ts';
import { grouped } from './grouped.ts';

const BAR_WIDTH = 40;
/** More partitions than this are not drawn one by one. */
const MOST_ROWS = 32;
/** Where classes of loads begin, in means. */
const CLASSES: readonly number[] = [0, 0.5, 0.8, 0.9, 1, 1.1, 1.2, 1.5, 2, 4];

/** The loads as bars: one for each partition, or, when these are many, one for all partitions of about the same load. */
export function drawHistogram(load: Load): readonly string[] {
  const { counts, mean, empty } = load;
  if (isDrawnByPartition(load)) {
    return drawBars(counts.map((count, partition) => [`partition ${partition}`, count]));
  }
  const tops = [...CLASSES.slice(1), Number.POSITIVE_INFINITY];
  const rows = CLASSES.map((from, at): [string, number] => {
    const to = tops[at] ?? Number.POSITIVE_INFINITY;
    const label = to === Number.POSITIVE_INFINITY ? `${from} x mean and more` : `${from} to ${to} x mean`;
    const within = counts.filter((count) => count > 0 && count >= from * mean && count < to * mean).length;
    return [label, within];
  });
  const used = rows.map(([, partitions]) => partitions > 0);
  const shown = rows.slice(used.indexOf(true), used.lastIndexOf(true) + 1);
  return drawBars(empty === 0 ? shown : [['empty', empty], ...shown]);
}

/** Tells whether each bar is a partition. */
export function isDrawnByPartition({ counts }: Load): boolean {
  return counts.length <= MOST_ROWS;
}

function drawBars(rows: readonly (readonly [label: string, value: number])[]): readonly string[] {
  const longest = Math.max(...rows.map(([label]) => label.length));
  const largest = Math.max(...rows.map(([, value]) => value));
  const digits = grouped(largest).length;
  return rows.map(([label, value]) => {
    const bar = '#'.repeat(Math.round((value / largest) * BAR_WIDTH));
    return `  ${label.padEnd(longest)} ${grouped(value).padStart(digits)} ${bar}`.trimEnd();
  });
}
