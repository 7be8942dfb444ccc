import { type FieldsOf, integerField, textField } from './option-field.ts';

/** What a program says of itself in the `user-agent` header; the first that is set ends it. */
export interface UserAgentOptions {
  /** Any name: 1 to 25 of `A-Z a-z 0-9 - _ . ~`. */
  readonly userAgentSuffix?: string | undefined;
  /** Number of a workload, 1 to 50, written as `w7`. */
  readonly workloadId?: number | undefined;
  /** Id to find requests by: 1 to 50 of `A-Z a-z 0-9 - _ . ~`. */
  readonly correlationId?: string | undefined;
}

const characters = 'of the characters A-Z, a-z, 0-9, -, _, . and ~';

/** The table of user agent options. Bounds as the Rust driver: they go into a header and into the service's telemetry. */
export const userAgentFields: FieldsOf<UserAgentOptions> = {
  userAgentSuffix: textField(`1 to 25 ${characters}`, /^[A-Za-z0-9._~-]{1,25}$/),
  workloadId: integerField(1, 50),
  correlationId: textField(`1 to 50 ${characters}`, /^[A-Za-z0-9._~-]{1,50}$/),
};
