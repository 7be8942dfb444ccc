import { describe, expect, it } from '@jest/globals';
import { type DriverTuning, driverTuningFields, resolveDriverTuning } from './driver-tuning.ts';
import { readEnvironment } from './read-environment.ts';

const resolve = (layers: readonly DriverTuning[], environment: Record<string, string> = {}) =>
  resolveDriverTuning(layers, readEnvironment(driverTuningFields, environment));

describe('resolveDriverTuning', () => {
  it('has a default for every field', () => {
    expect(resolve([])).toEqual({
      endpointUnavailabilityTtlMs: 60_000,
      partitionFailover: {
        enabled: true,
        enabledOverride: undefined,
        readFailureThreshold: 10,
        writeFailureThreshold: 5,
        counterResetWindowMs: 300_000,
        partitionUnavailabilityDurationMs: 5_000,
        failbackSweepIntervalMs: 300_000,
        consecutiveHedgeWinThreshold: 5,
      },
      hedging: { maxConcurrentMetadataAttempts: 32 },
    });
  });

  it('looks every field up by itself: driver, runtime, environment', () => {
    const environment = {
      AZURE_COSMOS_ENDPOINT_UNAVAILABLE_TTL_MS: '1',
      AZURE_COSMOS_PPCB_ENABLED: 'false',
      AZURE_COSMOS_PPCB_READ_FAILURE_THRESHOLD: '2',
      AZURE_COSMOS_PPCB_WRITE_FAILURE_THRESHOLD: '3',
    };
    expect(resolve([], environment)).toMatchObject({
      endpointUnavailabilityTtlMs: 1,
      partitionFailover: { enabled: false, enabledOverride: undefined, readFailureThreshold: 2 },
    });
    expect(resolve([{}, { endpointUnavailabilityTtlMs: 7 }], environment).endpointUnavailabilityTtlMs).toBe(7);
    const driver = { endpointUnavailabilityTtlMs: 0, partitionFailover: { readFailureThreshold: 4 } };
    expect(resolve([driver, { endpointUnavailabilityTtlMs: 7 }], environment)).toMatchObject({
      endpointUnavailabilityTtlMs: 0,
      partitionFailover: { enabled: false, readFailureThreshold: 4, writeFailureThreshold: 3 },
    });
  });

  it('lets operators switch the circuit breaker, whatever the code says', () => {
    const off = { AZURE_COSMOS_PPCB_ENABLED_OVERRIDE: 'off' };
    expect(resolve([{ partitionFailover: { enabled: true } }], off).partitionFailover).toMatchObject({
      enabled: false,
      enabledOverride: false,
    });
  });

  it.each([
    ['AZURE_COSMOS_PPCB_READ_FAILURE_THRESHOLD', '0', 'from 1'],
    ['AZURE_COSMOS_PPCB_COUNTER_RESET_WINDOW_MS', '999', 'from 1000'],
    ['AZURE_COSMOS_PPCB_PARTITION_UNAVAILABILITY_DURATION_MS', '999', 'from 1000'],
    ['AZURE_COSMOS_PPCB_FAILBACK_SWEEP_INTERVAL_MS', '999', 'from 1000'],
    ['AZURE_COSMOS_PPCB_CONSECUTIVE_HEDGE_WIN_THRESHOLD', '0', 'from 1'],
    ['AZURE_COSMOS_ENDPOINT_UNAVAILABLE_TTL_MS', '-1', 'from 0'],
  ])('refuses %s=%s', (name, text, message) => {
    expect(() => resolve([], { [name]: text })).toThrow(
      `The environment variable ${name} must be an integer ${message}`,
    );
  });
});
