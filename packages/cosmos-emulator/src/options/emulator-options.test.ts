import { describe, expect, it } from '@jest/globals';
import { type EmulatorOptions, resolveEmulatorOptions, wellKnownKey } from './emulator-options.ts';

describe('resolveEmulatorOptions', () => {
  it('makes an account of one region with session consistency and the well-known key', () => {
    expect(resolveEmulatorOptions()).toMatchObject({
      regions: [{ name: 'East US', key: 'eastus' }],
      accountName: 'emulator',
      key: wellKnownKey,
      writeMode: 'single',
      consistency: 'Session',
      partitionsPerContainer: 2,
      seed: undefined,
    });
  });

  it.each<[string, object, string]>([
    ['an unknown option', { region: 'East US' }, 'has no option "region"'],
    ['no region at all', { regions: [] }, 'at least one region'],
    ['a text for regions', { regions: 'East US' }, 'array of names'],
    ['an empty region', { regions: [''] }, 'letters, digits and spaces'],
    ['one region in two spellings', { regions: ['East US', 'eastus'] }, 'named once'],
    ['an account name in upper case', { accountName: 'Shop' }, 'accountName'],
    ['an account name that is too short', { accountName: 'ab' }, 'accountName'],
    ['a key that is no base64', { key: 'secret!' }, 'base64'],
    ['an empty key', { key: '' }, 'base64'],
    ['an unknown write mode', { writeMode: 'all' }, 'writeMode'],
    ['an unknown consistency', { consistency: 'session' }, 'consistency'],
    ['no partition', { partitionsPerContainer: 0 }, 'partitionsPerContainer'],
    ['half a partition', { partitionsPerContainer: 1.5 }, 'partitionsPerContainer'],
    ['a function for a clock', { clock: () => 0 }, 'clock'],
    ['a text for a seed', { seed: '1' }, 'seed'],
    ['an aad without validate', { aad: {} }, 'validate'],
    ['an aad with more than that', { aad: { validate: () => true, scope: '' } }, 'has no option "scope"'],
    ['an object for onRequest', { onRequest: {} }, 'onRequest'],
    ['a clock skew below zero', { maxClockSkewMs: -1 }, 'maxClockSkewMs'],
    ['null', null as unknown as object, 'object of options'],
  ])('refuses %s', (_name, options, message) => {
    expect(() => resolveEmulatorOptions(options as EmulatorOptions)).toThrow(TypeError);
    expect(() => resolveEmulatorOptions(options as EmulatorOptions)).toThrow(message);
  });
});
