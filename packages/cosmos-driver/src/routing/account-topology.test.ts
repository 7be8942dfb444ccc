import { describe, expect, it } from '@jest/globals';
import { accountDocument } from '../../test/fakes/fake-account.ts';
import { readAccountProperties } from './account-properties.ts';
import { accountTopology, bootstrapTopology, type TopologySettings } from './account-topology.ts';

const settings: TopologySettings = {
  endpoint: 'https://shop.documents.azure.com',
  preferredRegions: [],
  endpointDiscovery: 'account',
  partitionFailover: { enabled: true, enabledOverride: undefined },
};
const account = readAccountProperties(accountDocument());

describe('accountTopology', () => {
  it('keeps the order of the service without preferences', () => {
    const { readable, writable, multiWrite, sessionConsistency } = accountTopology(account, settings);
    expect(readable.map(({ region }) => region)).toEqual(['East US', 'West US']);
    expect(writable).toEqual([{ region: 'East US', url: 'https://shop-eastus.documents.azure.com' }]);
    expect([multiWrite, sessionConsistency]).toEqual([false, true]);
  });

  it('puts preferred regions first, however they are spelled, and drops none', () => {
    const { readable } = accountTopology(account, { ...settings, preferredRegions: ['nowhere', 'WESTUS'] });
    expect(readable.map(({ region }) => region)).toEqual(['West US', 'East US']);
  });

  it('asks the given endpoint only when discovery is off', () => {
    const { readable, writable } = accountTopology(account, { ...settings, endpointDiscovery: 'off' });
    expect(readable).toEqual([{ region: 'East US', url: settings.endpoint }]);
    expect(writable).toEqual(readable);
  });

  it('asks where a function says', () => {
    const endpointDiscovery = ({ name }: { name: string }) => `http://localhost:${name.startsWith('East') ? 1 : 2}`;
    const { readable } = accountTopology(account, { ...settings, endpointDiscovery });
    expect(readable.map(({ url }) => url)).toEqual(['http://localhost:1', 'http://localhost:2']);
  });

  it('refuses regions whose URL is none, or not encrypted', () => {
    const url = (text: string) => () => accountTopology(account, { ...settings, endpointDiscovery: () => text });
    expect(url('http://other.example')).toThrow('endpoint of region East US');
    expect(url('')).toThrow(TypeError);
  });

  it('does without lists, as some emulators do', () => {
    const { readable, writable } = accountTopology(readAccountProperties({}), settings);
    expect(readable).toEqual([{ region: undefined, url: settings.endpoint }]);
    expect(writable).toEqual(readable);
  });

  it('knows several write regions', () => {
    const locations = account.readableLocations;
    const multi = { ...account, writableLocations: locations, enableMultipleWriteLocations: true };
    expect(accountTopology(multi, settings).multiWrite).toBe(true);
    expect(accountTopology({ ...multi, writableLocations: locations.slice(0, 1) }, settings).multiWrite).toBe(false);
  });
});

describe('the circuit breaker of a topology', () => {
  const asking = { ...account, enablePerPartitionFailoverBehavior: true };
  it.each([
    [true, undefined, account, true],
    [false, undefined, account, false],
    [false, undefined, asking, true],
    [true, false, asking, false],
    [false, true, account, true],
  ])('with enabled %p and override %p', (enabled, enabledOverride, properties, expected) => {
    const topology = accountTopology(properties, { ...settings, partitionFailover: { enabled, enabledOverride } });
    expect(topology.circuitBreaker).toBe(expected);
  });

  it('leaves moving partitions to the account', () => {
    const failover = (properties: typeof account) => accountTopology(properties, settings).partitionFailover;
    expect([failover(account), failover(asking)]).toEqual([false, true]);
  });
});

describe('bootstrapTopology', () => {
  it('asks the account first, then the regions known so far, each once', () => {
    const { readable } = bootstrapTopology(settings.endpoint, [
      { region: 'East US', url: settings.endpoint },
      { region: 'West US', url: 'https://west' },
    ]);
    expect(readable.map(({ url }) => url)).toEqual([settings.endpoint, 'https://west']);
  });
});
