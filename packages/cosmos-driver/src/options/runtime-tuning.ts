import { defaults } from './defaults.ts';
import { type DiagnosticsOptions, type DiagnosticsSettings, diagnosticsFields } from './diagnostics-options.ts';
import { type FieldsOf, integerField } from './option-field.ts';
import { defaultsOf, overlayOptions } from './overlay-options.ts';
import type { EnvironmentLayers } from './read-environment.ts';

/** The runtime options that the environment can set as well. */
export interface RuntimeTuning {
  /** Longest wait for one answer to an operation on items, in milliseconds, from 100. (default `6000`) */
  readonly dataPlaneRequestTimeoutMs?: number | undefined;
  /** Longest wait for one answer to any other operation, in milliseconds, 100 to 65000. (default `65000`) */
  readonly metadataRequestTimeoutMs?: number | undefined;
  /** What diagnostics hold and show; each field is looked up by itself. */
  readonly diagnostics?: DiagnosticsOptions | undefined;
}

/** Runtime tuning with every layer and default applied. */
export interface RuntimeTuningSettings {
  readonly dataPlaneRequestTimeoutMs: number;
  readonly metadataRequestTimeoutMs: number;
  readonly diagnostics: DiagnosticsSettings;
}

/** The table of runtime tuning. The variables' names are those of the Rust driver. */
export const runtimeTuningFields: FieldsOf<RuntimeTuning> = {
  dataPlaneRequestTimeoutMs: integerField(100, defaults.maxTimeMs, {
    byDefault: defaults.requestTimeoutMs.data,
    environment: 'AZURE_COSMOS_CONNECTION_POOL_MAX_DATAPLANE_REQUEST_TIMEOUT_MS',
  }),
  metadataRequestTimeoutMs: integerField(100, 65_000, {
    byDefault: defaults.requestTimeoutMs.metadata,
    environment: 'AZURE_COSMOS_CONNECTION_POOL_MAX_METADATA_REQUEST_TIMEOUT_MS',
  }),
  diagnostics: { group: { ...diagnosticsFields } },
};

/** @param options  What the code says; the environment says the rest. */
export function resolveRuntimeTuning(
  options: RuntimeTuning,
  environment: EnvironmentLayers<RuntimeTuning>,
): RuntimeTuningSettings {
  const resolved = [environment.overrides, options, environment.defaults].reduceRight(
    (below, layer) => overlayOptions(below, { ...layer }, runtimeTuningFields),
    defaultsOf(runtimeTuningFields),
  );
  return Object.freeze(resolved) as unknown as RuntimeTuningSettings;
}
