/** Who may use the API. */
export interface AccessRules {
  /** The key every request has to carry; `undefined` for none. */
  readonly code: string | undefined;
  /** Origins of pages of other hosts that may use the API from a browser. */
  readonly allowedOrigins: readonly string[];
}
