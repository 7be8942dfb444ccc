import type { UserAgentOptions } from '../options/user-agent-options.ts';

/** Longest header the service keeps, as the Rust driver. */
const maxLength = 255;

/**
 * The `user-agent` header: `[wrapper ]perdura-cosmos-driver/{version} {os}/{arch} node/{version}[ suffix]`, ASCII, at most 255
 * characters.
 *
 * @param system  What the platform says of itself, from the driver's name on.
 * @param wrapper  The library that uses the driver, such as `perdura-cosmos-sdk`.
 * @param layers  What the program says of itself; the first layer that says anything counts, and of that the suffix, else the
 * workload, else the correlation id.
 */
export function userAgent(system: string, wrapper?: string, layers: readonly UserAgentOptions[] = []): string {
  const suffix = layers.map(suffixOf).find((text) => text !== undefined);
  const text = [wrapper, system, suffix].filter((part) => part !== undefined).join(' ');
  return text.replace(/[^\x20-\x7e]/g, '?').slice(0, maxLength);
}

function suffixOf({ userAgentSuffix, workloadId, correlationId }: UserAgentOptions): string | undefined {
  return userAgentSuffix ?? (workloadId === undefined ? correlationId : `w${workloadId}`);
}
