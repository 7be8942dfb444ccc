import { describe, expect, it } from '@jest/globals';
import { readEnvironment } from './read-environment.ts';
import { type RuntimeTuning, resolveRuntimeTuning, runtimeTuningFields } from './runtime-tuning.ts';

const resolve = (options: RuntimeTuning, environment: Record<string, string> = {}) =>
  resolveRuntimeTuning(options, readEnvironment(runtimeTuningFields, environment));

describe('resolveRuntimeTuning', () => {
  it('has a default for every field', () => {
    expect(resolve({})).toEqual({
      dataPlaneRequestTimeoutMs: 6_000,
      metadataRequestTimeoutMs: 65_000,
      diagnostics: {
        maxSummarySizeBytes: 8_192,
        maxRequestDiagnostics: 512,
        defaultVerbosity: 'summary',
        cpuRefreshIntervalMs: 5_000,
        networkTimings: false,
      },
    });
  });

  it('looks every field up by itself', () => {
    const environment = {
      AZURE_COSMOS_CONNECTION_POOL_MAX_DATAPLANE_REQUEST_TIMEOUT_MS: '100',
      AZURE_COSMOS_CONNECTION_POOL_MAX_METADATA_REQUEST_TIMEOUT_MS: '200',
      AZURE_COSMOS_DIAGNOSTICS_DEFAULT_VERBOSITY: 'Detailed',
    };
    expect(
      resolve({ metadataRequestTimeoutMs: 300, diagnostics: { maxRequestDiagnostics: 16 } }, environment),
    ).toMatchObject({
      dataPlaneRequestTimeoutMs: 100,
      metadataRequestTimeoutMs: 300,
      diagnostics: { maxRequestDiagnostics: 16, defaultVerbosity: 'detailed' },
    });
  });

  it.each([
    ['AZURE_COSMOS_CONNECTION_POOL_MAX_DATAPLANE_REQUEST_TIMEOUT_MS', '99'],
    ['AZURE_COSMOS_CONNECTION_POOL_MAX_METADATA_REQUEST_TIMEOUT_MS', '65001'],
    ['AZURE_COSMOS_DIAGNOSTICS_MAX_SUMMARY_SIZE_BYTES', '4095'],
    ['AZURE_COSMOS_DIAGNOSTICS_MAX_REQUEST_DIAGNOSTICS', '15'],
    ['AZURE_COSMOS_CPU_REFRESH_INTERVAL_MS', '60001'],
  ])('refuses %s=%s', (name, text) => {
    expect(() => resolve({}, { [name]: text })).toThrow(TypeError);
  });
});
