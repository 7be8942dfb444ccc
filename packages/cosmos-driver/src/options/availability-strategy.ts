import type { OptionField } from './option-field.ts';

/**
 * What is done about a region that is slow to answer a read: nothing, or the same read is sent to a second region when no
 * answer came within `thresholdMs`, and the first good answer wins.
 */
export type AvailabilityStrategy = HedgingStrategy | NoStrategy;

/** A second region is asked when the first is slow. */
export interface HedgingStrategy {
  readonly kind: 'hedging';
  /** How long the first region may take, in milliseconds, from 1. */
  readonly thresholdMs: number;
}

/** A slow region is waited for. */
export interface NoStrategy {
  readonly kind: 'disabled';
}

const values = "{ kind: 'disabled' } or { kind: 'hedging', thresholdMs } with an integer from 1 to 2147483647";

/** The field of an availability strategy: one value as a whole, not a group. */
export const availabilityStrategyField: OptionField = {
  values,
  problem: (value) => (isStrategy(value) ? undefined : `must be ${values}`),
  otherwise: 'hedging after 1000 ms, or half of `endToEndTimeoutMs` if that is less',
};

function isStrategy(value: unknown): value is AvailabilityStrategy {
  if (typeof value !== 'object' || value === null) return false;
  const { kind, thresholdMs, ...others } = value as Record<string, unknown>;
  if (Object.keys(others).length > 0) return false;
  if (kind === 'disabled') return thresholdMs === undefined;
  return kind === 'hedging' && Number.isInteger(thresholdMs) && isTime(thresholdMs as number);
}

function isTime(thresholdMs: number): boolean {
  return thresholdMs >= 1 && thresholdMs <= 2_147_483_647;
}
