import { describe, expect, it } from '@jest/globals';
import { parseConnectionString } from './connection-string.ts';

describe('parseConnectionString', () => {
  it('reads endpoint and key, in any order and case, and leaves other parts alone', () => {
    const parsed = { endpoint: 'https://x:443/', key: 'a2V5a2V5a2U9==' };
    expect(parseConnectionString('AccountEndpoint=https://x:443/;AccountKey=a2V5a2V5a2U9==;')).toEqual(parsed);
    expect(parseConnectionString(' accountkey = a2V5a2V5a2U9== ; Database=db; ACCOUNTENDPOINT=https://x:443/')).toEqual(
      parsed,
    );
  });

  it('leaves other parts alone even when they come twice', () => {
    const text = 'Note=a;AccountEndpoint=https://x;note=b;AccountKey=a2V5';
    expect(parseConnectionString(text)).toEqual({ endpoint: 'https://x', key: 'a2V5' });
  });

  it.each<[unknown, string]>([
    [undefined, 'must be a string'],
    ['', 'has no AccountEndpoint'],
    ['AccountEndpoint=;AccountKey=a', 'has no AccountEndpoint'],
    ['AccountEndpoint=https://x', 'has no AccountKey'],
    ['AccountEndpoint=https://x;AccountKey= ;', 'has no AccountKey'],
    ['AccountEndpoint=https://x;c2VjcmV0', 'Part 2 of the connection string must be a name and a value'],
    ['=c2VjcmV0;AccountKey=c2VjcmV0', 'Part 1 of the connection string must be'],
    ['AccountKey=c2VjcmV0;AccountEndpoint=https://x;accountkey=c2VjcmV0', 'Part 3 of the connection string repeats'],
  ])('refuses %j', (text, message) => {
    expect(() => parseConnectionString(text)).toThrow(TypeError);
    expect(() => parseConnectionString(text)).toThrow(message);
    expect(() => parseConnectionString(text)).not.toThrow('c2VjcmV0');
  });
});
