/** What a suffix may be: it goes into a header and into the service's telemetry. As the Rust driver. */
const suffixPattern = /^[A-Za-z0-9._~-]{1,25}$/;

/**
 * @returns What is wrong with a suffix, to follow its name; `undefined` when it is fine.
 */
export function userAgentSuffixProblem(suffix: unknown): string | undefined {
  if (typeof suffix === 'string' && suffixPattern.test(suffix)) return undefined;
  return 'must be 1 to 25 of the characters A-Z, a-z, 0-9, -, _, . and ~';
}

/**
 * The `user-agent` header: `[wrapper ]perdura-cosmos-driver/{version} {os}/{arch} node/{version}[ suffix]`.
 *
 * @param system  What the platform says of itself, from the driver's name on.
 * @param wrapper  The library that uses the driver, such as `perdura-cosmos-sdk`.
 */
export function userAgent(system: string, wrapper?: string, suffix?: string): string {
  return [wrapper, system, suffix].filter((part) => part !== undefined).join(' ');
}
