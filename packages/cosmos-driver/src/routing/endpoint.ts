/** One regional gateway of an account. */
export interface Endpoint {
  /** The region's name as the service spells it, such as `West US 2`; `undefined` for the account's global endpoint. */
  readonly region: string | undefined;
  /** Scheme, host and port, without a trailing slash. */
  readonly url: string;
}

/** The form in which region names are compared: `"West US 2"`, `"westus2"` and `"WEST US2"` are one region. */
export function normalizeRegion(name: string): string {
  return name.replace(/\s+/g, '').toLowerCase();
}
