import { describe, expect, it } from '@jest/globals';
import { nodePlatform } from '../effects/platform-node.ts';
import { userAgent, userAgentSuffixProblem } from './user-agent.ts';

describe('userAgent', () => {
  it('names the wrapping library first and the suffix last', () => {
    expect(userAgent('driver/1 linux/x64 node/24')).toBe('driver/1 linux/x64 node/24');
    expect(userAgent('driver/1', 'sdk/2', 'orders')).toBe('sdk/2 driver/1 orders');
  });

  it('says driver, system and Node with their versions', () => {
    expect(nodePlatform().userAgentSystem).toMatch(
      /^perdura-cosmos-driver\/\d+\.\d+\.\d+\S* \w+\/\w+ node\/\d+\.\d+\.\d+$/,
    );
  });

  it.each(['', 'a b', 'ü', 'x'.repeat(26), 7])('refuses the suffix %j', (suffix) => {
    expect(userAgentSuffixProblem(suffix)).toBeDefined();
  });
});
