/**
 * What a session token says of one partition key range: how far its client has read or written.
 *
 * Log sequence numbers have 64 bits, hence BigInt. `-1` is legal in version and region progress: a fresh range, no progress.
 */
export interface SessionTokenValue {
  /** Grows when the account's topology changes, so that older progress cannot be compared; `undefined` in the old form, a bare number. */
  readonly version: bigint | undefined;
  /** Progress of the range as a whole. */
  readonly globalLsn: bigint;
  /** Progress by region id, on accounts with several regions. */
  readonly regionLsns: ReadonlyMap<bigint, bigint>;
}

const shape = /^-?\d+(?:#-?\d+(?:#\d+=-?\d+)*)?$/;

/**
 * Reads what stands behind `{range}:` in a session token: `{version}#{globalLsn}` with any number of `#{region}={lsn}`, or a bare number.
 *
 * @returns `undefined` when the text has neither form.
 */
export function parseSessionTokenValue(text: string): SessionTokenValue | undefined {
  if (!shape.test(text)) return undefined;
  const [first = '', second, ...regions] = text.split('#');
  if (second === undefined) return { version: undefined, globalLsn: BigInt(first), regionLsns: new Map() };
  const regionLsns = new Map<bigint, bigint>();
  for (const region of regions) {
    const [id = '', lsn = ''] = region.split('=');
    regionLsns.set(BigInt(id), BigInt(lsn));
  }
  return { version: BigInt(first), globalLsn: BigInt(second), regionLsns };
}

/** Writes a value in the form it was read in, regions in ascending order. */
export function formatSessionTokenValue(value: SessionTokenValue): string {
  if (value.version === undefined) return String(value.globalLsn);
  const regions = [...value.regionLsns].sort(([left], [right]) => (left < right ? -1 : 1));
  return `${value.version}#${value.globalLsn}${regions.map(([id, lsn]) => `#${id}=${lsn}`).join('')}`;
}
