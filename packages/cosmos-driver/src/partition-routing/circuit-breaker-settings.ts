/** When the circuit breaker leads a partition away, and when it lets it back. */
export interface CircuitBreakerSettings {
  /** Reads that fail in a row before a partition's requests go elsewhere. */
  readonly readFailureThreshold: number;
  /** Writes that fail in a row before a partition's requests go elsewhere. */
  readonly writeFailureThreshold: number;
  /** A failure that comes later than this after the last one begins a new count, in milliseconds. */
  readonly counterResetWindowMs: number;
  /** How long a partition stays away at least, in milliseconds. */
  readonly partitionUnavailabilityMs: number;
  /** How often the driver looks for partitions whose way back can be tried, in milliseconds. */
  readonly failbackSweepIntervalMs: number;
}
