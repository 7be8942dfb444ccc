import { defaults } from './defaults.ts';
import { booleanField, type FieldsOf, integerField, wordField } from './option-field.ts';

/** How much of an operation its diagnostics say: sums for each region, or every attempt. */
export type DiagnosticsVerbosity = 'summary' | 'detailed';

/** What diagnostics hold and show. */
export interface DiagnosticsOptions {
  /** Longest summary, in bytes of UTF-8, 4096 to 1048576; a longer one is replaced by a notice. (default `8192`) */
  readonly maxSummarySizeBytes?: number | undefined;
  /** Most attempts that are kept one by one, 16 to 65536; more are summed up. (default `512`) */
  readonly maxRequestDiagnostics?: number | undefined;
  /** What is shown when nothing else is asked for. (default `'summary'`) */
  readonly defaultVerbosity?: DiagnosticsVerbosity | undefined;
  /** How often load and memory of the process are looked at, in milliseconds, 1000 to 60000. (default `5000`) */
  readonly cpuRefreshIntervalMs?: number | undefined;
  /**
   * Whether attempts say what their time on the network went to, as far as the transport can tell: that of undici can.
   * (default `false`)
   */
  readonly networkTimings?: boolean | undefined;
}

/** Diagnostics options with every default applied. */
export interface DiagnosticsSettings {
  readonly maxSummarySizeBytes: number;
  readonly maxRequestDiagnostics: number;
  readonly defaultVerbosity: DiagnosticsVerbosity;
  readonly cpuRefreshIntervalMs: number;
  readonly networkTimings: boolean;
}

const { diagnostics } = defaults;

/** What the variable may say, in any case: the words of the Rust driver. */
const verbosities: ReadonlyMap<string, DiagnosticsVerbosity> = new Map([
  ['default', 'summary'],
  ['minimal', 'summary'],
  ['summary', 'summary'],
  ['verbose', 'detailed'],
  ['detailed', 'detailed'],
]);

/** The table of diagnostics options. The variables' names are those of the Rust driver. */
export const diagnosticsFields: FieldsOf<DiagnosticsOptions> = {
  maxSummarySizeBytes: integerField(4_096, 1_048_576, {
    byDefault: diagnostics.maxSummarySizeBytes,
    environment: 'AZURE_COSMOS_DIAGNOSTICS_MAX_SUMMARY_SIZE_BYTES',
  }),
  maxRequestDiagnostics: integerField(16, 65_536, {
    byDefault: diagnostics.maxRequestDiagnostics,
    environment: 'AZURE_COSMOS_DIAGNOSTICS_MAX_REQUEST_DIAGNOSTICS',
  }),
  defaultVerbosity: {
    ...wordField(['summary', 'detailed'], {
      byDefault: diagnostics.defaultVerbosity,
      environment: 'AZURE_COSMOS_DIAGNOSTICS_DEFAULT_VERBOSITY',
    }),
    parse: (text) => verbosities.get(text.trim().toLowerCase()),
  },
  cpuRefreshIntervalMs: integerField(1_000, 60_000, {
    byDefault: diagnostics.cpuRefreshIntervalMs,
    environment: 'AZURE_COSMOS_CPU_REFRESH_INTERVAL_MS',
  }),
  networkTimings: booleanField({ byDefault: diagnostics.networkTimings }),
};
