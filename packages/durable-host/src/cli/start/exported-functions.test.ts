import { describe, expect, it } from '@jest/globals';
import { activity, entity, orchestration } from '@perdura/durable-core';
import { exportedFunctions } from './exported-functions.ts';

const a = activity('a', () => 1);
const o = orchestration('o', async () => 2);
const e = entity('e', { initialState: 0, operations: { get: (state) => state } });

describe('exportedFunctions', () => {
  it('finds functions alone, as the default export and in lists, each once', () => {
    expect(exportedFunctions({ default: [a, o], o, e, list: [e] })).toEqual([a, o, e]);
  });

  it('passes over everything else', () => {
    const others = { n: 1, s: 'orchestration', f: () => 1, nothing: null, kind: 'activity', o: { kind: 'activity' } };
    expect(exportedFunctions({ ...others, list: [undefined, [a]] })).toEqual([]);
  });
});
