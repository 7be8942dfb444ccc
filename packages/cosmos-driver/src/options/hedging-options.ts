import { defaults } from './defaults.ts';
import { type FieldsOf, integerField } from './option-field.ts';

/** Limits of asking a second region, for the driver as a whole. */
export interface HedgingOptions {
  /**
   * Most reads of metadata that are under way to a second region at the same time, 0 to 10000; what comes on top waits for
   * its first region, and `0` has all of them do so. (default `32`)
   */
  readonly maxConcurrentMetadataAttempts?: number | undefined;
}

/** Hedging options with every default applied. */
export interface HedgingSettings {
  readonly maxConcurrentMetadataAttempts: number;
}

/** The table of hedging options. */
export const hedgingFields: FieldsOf<HedgingOptions> = {
  maxConcurrentMetadataAttempts: integerField(0, 10_000, { byDefault: defaults.hedging.maxConcurrentMetadataAttempts }),
};
