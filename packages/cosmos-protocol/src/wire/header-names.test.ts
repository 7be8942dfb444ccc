import { describe, expect, it } from '@jest/globals';
import { headerNames } from './header-names.ts';
import { subStatuses } from './sub-statuses.ts';

describe('headerNames', () => {
  it('is frozen, as is the table of sub-statuses', () => {
    expect(Object.isFrozen(headerNames) && Object.isFrozen(subStatuses)).toBe(true);
  });

  it('holds every name once, in lower case', () => {
    const names = Object.values(headerNames);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^[a-z][a-z0-9-]*$/);
  });
});
