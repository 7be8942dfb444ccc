import { describe, expect, it } from '@jest/globals';
import { CosmosError, isCosmosError } from './cosmos-error.ts';

describe('CosmosError', () => {
  it('is recognised across copies of the package, by a marker that does not show', () => {
    const error = new CosmosError('failed', { code: 'conflict' });
    const stranger = { [Symbol.for('@perdura/cosmos-driver/CosmosError')]: true };
    expect([error, stranger, new Error('no'), null, 'text'].map(isCosmosError)).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
    expect(
      Object.getOwnPropertySymbols(error).filter((symbol) => Object.prototype.propertyIsEnumerable.call(error, symbol)),
    ).toEqual([]);
  });

  it('always has diagnostics, and a cause only when there is one', () => {
    const error = new CosmosError('failed', { code: 'closed' });
    expect(error.diagnostics.requests).toEqual([]);
    expect('cause' in error).toBe(false);
    expect(new CosmosError('failed', { code: 'closed', cause: 1 }).cause).toBe(1);
  });
});
