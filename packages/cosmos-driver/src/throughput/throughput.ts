/**
 * How much a database or container may do, in request units per second.
 *
 * @see https://learn.microsoft.com/azure/cosmos-db/set-throughput
 */
export type Throughput =
  | {
      /** Always the same. */
      readonly kind: 'manual';
      /** Request units per second. */
      readonly requestUnitsPerSecond: number;
    }
  | {
      /** Between a tenth of the most and the most, as it is needed. */
      readonly kind: 'autoscale';
      /** The most, in request units per second. */
      readonly maxRequestUnitsPerSecond: number;
      /** By how many percent the most grows by itself when the storage needs it. (default: not by itself) */
      readonly incrementPercent?: number | undefined;
    };

/**
 * Checks a throughput, and freezes it. Which numbers a resource accepts depends on its storage and history, so the service decides that.
 *
 * @throws {TypeError} when it is neither manual nor autoscale, or a number is no integer from 1 (0 for the percentage) on.
 */
export function checkThroughput(throughput: Throughput): Throughput {
  switch (throughput?.kind) {
    case 'manual': {
      const requestUnitsPerSecond = requireInteger('requestUnitsPerSecond', throughput.requestUnitsPerSecond, 1);
      return Object.freeze({ kind: 'manual', requestUnitsPerSecond });
    }
    case 'autoscale': {
      const { maxRequestUnitsPerSecond: most, incrementPercent } = throughput;
      const maxRequestUnitsPerSecond = requireInteger('maxRequestUnitsPerSecond', most, 1);
      if (incrementPercent === undefined) return Object.freeze({ kind: 'autoscale', maxRequestUnitsPerSecond });
      requireInteger('incrementPercent', incrementPercent, 0);
      return Object.freeze({ kind: 'autoscale', maxRequestUnitsPerSecond, incrementPercent });
    }
    default:
      throw new TypeError(
        "A throughput is { kind: 'manual', requestUnitsPerSecond } or { kind: 'autoscale', maxRequestUnitsPerSecond }.",
      );
  }
}

function requireInteger(name: string, value: unknown, min: number): number {
  if (Number.isSafeInteger(value) && (value as number) >= min) return value as number;
  throw new TypeError(`The ${name} of a throughput must be an integer from ${min} on, not ${String(value)}.`);
}
