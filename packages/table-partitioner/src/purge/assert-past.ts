import { TablePartitionerError } from '../table-partitioner-error.ts';
import type { RowSelection } from './row-filter.ts';

/** The clocks of the service's servers are not the same clock, and its dates are cut to the second. */
export const CLOCK_SKEW_MARGIN_MS = 5_000;

/**
 * Refuses a cutoff that is in the future by the clock of the service: it would take rows that are being used.
 *
 * @param serviceTime  `undefined` when an answer did not say; then this machine's clock, which was asked before, has to do.
 * @throws {TablePartitionerError} `cutoff-in-future`.
 */
export function assertPast(
  { cutoff, table }: Pick<RowSelection, 'cutoff'> & { readonly table: string },
  serviceTime: Date | undefined,
): void {
  if (serviceTime === undefined || cutoff.getTime() <= serviceTime.getTime() + CLOCK_SKEW_MARGIN_MS) return;
  const [cutoffText, timeText] = [cutoff.toISOString(), serviceTime.toISOString()];
  throw new TablePartitionerError(
    'cutoff-in-future',
    `The cutoff ${cutoffText} is in the future: the clock of table "${table}" says ${timeText}. Take it from serverTime.`,
    { table },
  );
}
