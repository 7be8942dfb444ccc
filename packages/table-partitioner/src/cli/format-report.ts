import { ACCOUNT_TARGET, carriedPerSecond, type Recommendation } from '../distribution/recommend-spread.ts';
import type { SpreadLoad } from '../distribution/tally.ts';
import { drawHistogram, isDrawnByPartition } from './draw-histogram.ts';
import { grouped } from './grouped.ts';
import type { TalliedKeys } from './tally-keys.ts';

const HEAD = ['strategy', 'partitions', 'max/mean', 'chi2/df', 'empty', 'carries/s', 'verdict'];

/** What was found, for people. */
export function formatReport(tallied: TalliedKeys, recommendation: Recommendation, peakPerSecond: number): string {
  const { keys, skipped, spreads } = tallied;
  const skippedText =
    skipped === 0 ? '' : `, ${grouped(skipped)} line${skipped === 1 ? '' : 's'} skipped that are no GUID`;
  return [
    `${grouped(keys)} keys${skippedText}`,
    '',
    ...formatTable([HEAD, ...spreads.map(formatRow)]),
    ...spreads.flatMap((spread) => ['', `${nameOf(spread)}, ${titleOf(spread)}:`, ...drawHistogram(spread.load)]),
    ...section(spreads.flatMap(({ warnings }) => warnings).map((warning) => `Beware: ${warning}`)),
    '',
    ...formatRecommendation(recommendation, peakPerSecond),
  ].join('\n');
}

function formatRow(each: SpreadLoad): readonly string[] {
  const { strategy, partitions, load } = each;
  return [
    strategy.name,
    grouped(partitions),
    load.maxOverMean.toFixed(2),
    load.chiSquarePerDegree.toFixed(2),
    grouped(load.empty),
    grouped(carriedPerSecond(each)),
    load.verdict.replaceAll('-', ' '),
  ];
}

/** Columns as wide as they need to be; words to the left, numbers to the right. */
function formatTable(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const isWord = (column: number): boolean => column === 0 || column === HEAD.length - 1;
  return rows.map((row) =>
    row
      .map((cell, column) => (isWord(column) ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
}

function nameOf({ strategy, partitions }: SpreadLoad): string {
  return `${strategy.name} with ${grouped(partitions)} partition${partitions === 1 ? '' : 's'}`;
}

function titleOf({ load }: SpreadLoad): string {
  return isDrawnByPartition(load)
    ? 'keys by partition'
    : `partitions by load, the mean being ${load.mean.toFixed(1)} keys`;
}

function section(lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', ...lines];
}

function formatRecommendation(recommendation: Recommendation, peakPerSecond: number): readonly string[] {
  const { spread, accounts, enoughPartitions } = recommendation;
  const peak = `a peak of ${grouped(peakPerSecond)} entities a second`;
  const advice =
    spread === undefined
      ? `None of these is known to be even and to carry ${peak} twice over. Try more keys, or murmur3 with ${grouped(enoughPartitions)} partitions.`
      : `Recommended for ${peak}: ${nameOf(spread)}.`;
  if (accounts === 1) return [advice];
  const share = `Such a peak takes ${grouped(accounts)} accounts, as one serves ${grouped(ACCOUNT_TARGET)} entities a second;`;
  return [`${share} this is for each of them.`, advice];
}
