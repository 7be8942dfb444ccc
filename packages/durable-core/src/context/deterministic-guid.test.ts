import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { deterministicGuid } from './deterministic-guid.ts';

describe('deterministicGuid', () => {
  // made by durable-functions 3.5.0
  it.each([
    [0, '23676ae3-2efd-57eb-9e92-81ebcc47fa74'],
    [1, '295d180d-8a8a-501f-98d4-e88859139a29'],
  ])('makes the GUID of durable-functions for counter %d', (count, guid) => {
    expect(deterministicGuid('inst-1', Date.parse('2024-01-01T00:00:00Z'), count)).toBe(guid);
  });

  it('is a version 5 UUID, whatever it is made of', () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(), fc.nat(), (text, timeMs, count) =>
        /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(
          deterministicGuid(text, timeMs, count),
        ),
      ),
    );
  });
});
