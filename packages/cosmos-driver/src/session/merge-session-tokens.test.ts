import { describe, expect, it } from '@jest/globals';
import { formatSessionTokenValue, parseSessionTokenValue, type SessionTokenValue } from '@perdura/cosmos-protocol';
import fc from 'fast-check';
import { mergeSessionTokens } from './merge-session-tokens.ts';

function read(text: string): SessionTokenValue {
  const value = parseSessionTokenValue(text);
  if (value === undefined) throw new Error(`${text} is no token.`);
  return value;
}

function merge(left: string, right: string): string {
  return formatSessionTokenValue(mergeSessionTokens(read(left), read(right)));
}

const lsn = fc.bigInt({ min: -1n, max: (1n << 63n) - 1n });
const regions = fc.uniqueArray(fc.tuple(fc.bigInt({ min: 0n, max: 4n }), lsn), {
  selector: ([id]) => id,
  maxLength: 4,
});
const token: fc.Arbitrary<SessionTokenValue> = fc.oneof(
  fc.record({
    version: fc.bigInt({ min: -1n, max: 2n }),
    globalLsn: lsn,
    regionLsns: regions.map((entries) => new Map(entries)),
  }),
  fc.record({ version: fc.constant(undefined), globalLsn: lsn, regionLsns: fc.constant(new Map()) }),
);

const size = ({ length }: { readonly length: number }) => ({ minLength: length, maxLength: length });

describe('mergeSessionTokens', () => {
  it.each([
    ['the larger progress within a version', '1#10#1=5#2=9', '1#12#1=7#2=3', '1#12#1=7#2=9'],
    ['the regions of both within a version', '1#10#1=5', '1#9#2=3', '1#10#1=5#2=3'],
    ['the higher version’s global progress as it is', '1#100#1=50', '2#7#1=3', '2#7#1=50'],
    ['the higher version’s regions only', '1#100#1=50#2=8', '2#7#1=60', '2#7#1=60'],
    ['no progress and fresh ranges', '-1#-1#0=-1', '-1#5#0=-1', '-1#5#0=-1'],
    ['64 bits', '1#9223372036854775807', '1#9223372036854775806', '1#9223372036854775807'],
    ['the new form rather than the old', '900', '1#1', '1#1'],
    ['the larger of the old form', '8', '9', '9'],
  ])('keeps %s', (_, left, right, merged) => {
    expect(merge(left, right)).toBe(merged);
    expect(merge(right, left)).toBe(merged);
  });

  it('answers the same in either order, and changes nothing when merged again', () => {
    fc.assert(
      fc.property(token, token, (left, right) => {
        const merged = mergeSessionTokens(left, right);
        expect(formatSessionTokenValue(mergeSessionTokens(right, left))).toBe(formatSessionTokenValue(merged));
        expect(formatSessionTokenValue(mergeSessionTokens(merged, left))).toBe(formatSessionTokenValue(merged));
        expect(formatSessionTokenValue(mergeSessionTokens(merged, merged))).toBe(formatSessionTokenValue(merged));
      }),
    );
  });

  it('answers the same however three are merged, as long as a region that was removed does not come back', () => {
    const lifetimes = fc.array(fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 3 })), {
      maxLength: 3,
    });
    const tokens = lifetimes.chain((spans) => {
      const at = fc.record({
        version: fc.integer({ min: 0, max: 3 }),
        globalLsn: lsn,
        lsns: fc.array(lsn, size(spans)),
      });
      const value = at.map(({ version, globalLsn, lsns }): SessionTokenValue => {
        const here = spans.flatMap(([first, length], id): [bigint, bigint][] =>
          version >= first && version <= first + length ? [[BigInt(id), lsns[id] ?? 0n]] : [],
        );
        return { version: BigInt(version), globalLsn, regionLsns: new Map(here) };
      });
      return fc.tuple(value, value, value);
    });
    fc.assert(
      fc.property(tokens, ([one, two, three]) => {
        const left = mergeSessionTokens(mergeSessionTokens(one, two), three);
        const right = mergeSessionTokens(one, mergeSessionTokens(two, three));
        expect(formatSessionTokenValue(left)).toBe(formatSessionTokenValue(right));
      }),
    );
  });

  it('never goes back to an older version, nor within one', () => {
    fc.assert(
      fc.property(token, token, (left, right) => {
        const merged = mergeSessionTokens(left, right);
        if (left.version === undefined) return;
        expect((merged.version ?? -2n) >= left.version).toBe(true);
      }),
    );
  });

  it('never falls behind either side of the same version', () => {
    fc.assert(
      fc.property(token, token, (left, right) => {
        const merged = mergeSessionTokens(left, right);
        for (const side of [left, right]) {
          if (side.version === undefined || side.version !== merged.version) continue;
          expect(merged.globalLsn >= side.globalLsn).toBe(true);
          for (const [region, progress] of side.regionLsns) {
            const kept = merged.regionLsns.get(region);
            expect(kept === undefined || kept >= progress).toBe(true);
          }
        }
      }),
    );
  });
});
