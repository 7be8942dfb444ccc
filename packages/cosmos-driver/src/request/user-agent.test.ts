import { describe, expect, it } from '@jest/globals';
import { nodePlatform } from '../effects/platform-node.ts';
import { userAgent } from './user-agent.ts';

describe('userAgent', () => {
  it('names the wrapping library first and the suffix last', () => {
    expect(userAgent('driver/1 linux/x64 node/24')).toBe('driver/1 linux/x64 node/24');
    expect(userAgent('driver/1', 'sdk/2', [{ userAgentSuffix: 'orders' }])).toBe('sdk/2 driver/1 orders');
  });

  it('says driver, system and Node with their versions', () => {
    expect(nodePlatform().userAgentSystem).toMatch(
      /^perdura-cosmos-driver\/\d+\.\d+\.\d+\S* \w+\/\w+ node\/\d+\.\d+\.\d+$/,
    );
  });

  it('ends with the suffix, else the workload, else the correlation id, of the strongest layer that has one', () => {
    const all = { userAgentSuffix: 'orders', workloadId: 7, correlationId: 'c-1' };
    expect(userAgent('driver', undefined, [all])).toBe('driver orders');
    expect(userAgent('driver', undefined, [{ ...all, userAgentSuffix: undefined }])).toBe('driver w7');
    expect(userAgent('driver', undefined, [{ correlationId: 'c-1' }])).toBe('driver c-1');
    expect(userAgent('driver', undefined, [{ correlationId: 'c-1' }, all])).toBe('driver c-1');
    expect(userAgent('driver', undefined, [{}, all])).toBe('driver orders');
  });

  it('is ASCII of at most 255 characters', () => {
    expect(userAgent('driver/1 späth\n')).toBe('driver/1 sp?th?');
    expect(userAgent('d'.repeat(300), undefined, [{ workloadId: 1 }])).toBe('d'.repeat(255));
  });
});
