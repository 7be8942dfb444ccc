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

  it.each<[unknown, string]>([
    [undefined, 'must be a string'],
    ['', 'has no AccountEndpoint'],
    ['AccountEndpoint=;AccountKey=a', 'has no AccountEndpoint'],
    ['AccountEndpoint=https://x', 'has no AccountKey'],
  ])('refuses %j', (text, message) => {
    expect(() => parseConnectionString(text)).toThrow(TypeError);
    expect(() => parseConnectionString(text)).toThrow(message);
  });
});
