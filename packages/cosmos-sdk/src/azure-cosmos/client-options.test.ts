import { describe, expect, it } from '@jest/globals';
import { type CosmosClientOptions, planAccount } from './client-options.ts';

const endpoint = 'https://shop.documents.azure.com/';
const driverOptionsOf = (options: CosmosClientOptions) =>
  planAccount({ endpoint, key: 'a2V5', ...options }).plan.driverOptions;

describe('planAccount', () => {
  it('waits and repeats as @azure/cosmos does where nobody says otherwise', () => {
    const { plan, requestTimeoutMs } = planAccount(`AccountEndpoint=${endpoint};AccountKey=a2V5==;`);
    expect(requestTimeoutMs).toBe(60_000);
    expect(plan.driverOptions).toMatchObject({
      endpoint,
      credential: { key: 'a2V5==' },
      operationOptions: { throttlingRetry: { maxRetryCount: 9, maxRetryWaitMs: 30_000 } },
    });
  });

  it('takes the connection policy along', () => {
    const connectionPolicy = {
      preferredLocations: ['West US'],
      requestTimeout: 500,
      enableEndpointDiscovery: false,
      enablePartitionLevelFailover: false,
      retryOptions: { maxRetryAttemptCount: 0, maxWaitTimeInSeconds: 2, fixedRetryIntervalInMilliseconds: 5 },
    };
    expect(planAccount({ endpoint, key: 'a2V5', connectionPolicy }).requestTimeoutMs).toBe(500);
    expect(driverOptionsOf({ connectionPolicy })).toMatchObject({
      preferredRegions: ['West US'],
      endpointDiscovery: 'off',
      partitionFailover: { enabled: false },
      operationOptions: { throttlingRetry: { maxRetryCount: 0, maxRetryWaitMs: 2000 } },
    });
  });

  it('tells the driver of consistency levels it knows, and the service of the others', () => {
    expect(driverOptionsOf({ consistencyLevel: 'Eventual' }).operationOptions).toMatchObject({
      readConsistencyStrategy: 'Eventual',
    });
    expect(driverOptionsOf({ consistencyLevel: 'ConsistentPrefix' }).operationOptions).toMatchObject({
      customHeaders: { 'x-ms-consistency-level': 'ConsistentPrefix' },
    });
  });

  it('makes a user agent of any suffix', () => {
    expect(driverOptionsOf({ userAgentSuffix: 'my shop/1.0 (unstable branch)' }).userAgentSuffix).toBe(
      'my-shop-1.0-unstable-bran',
    );
  });

  it('passes headers and a throughput bucket on', () => {
    const { operationOptions } = driverOptionsOf({ defaultHeaders: { 'x-a': true, 'x-b': 1 }, throughputBucket: 3 });
    expect(operationOptions).toMatchObject({
      customHeaders: { 'x-a': 'true', 'x-b': '1' },
      throughputControl: { throughputBucket: 3 },
    });
  });

  it('finds the resource token of a resource, or of the nearest above it', () => {
    const resourceTokens = { 'dbs/a/colls/b': 'type=resource&1', c: 'type=resource&2' };
    const { credential } = planAccount({ endpoint, resourceTokens }).plan.driverOptions;
    const tokenOf = (credential as { resourceToken: (link: string) => string }).resourceToken;
    expect(['dbs/a/colls/b/docs/1', 'dbs/a/colls/c', ''].map(tokenOf)).toEqual([
      'type=resource&1',
      'type=resource&2',
      'type=resource&1',
    ]);
  });

  it('takes the key where there are several credentials', () => {
    const tokenProvider = async () => '';
    expect(planAccount({ endpoint, key: 'a2V5', tokenProvider })).toMatchObject({ tokenProvider: undefined });
    expect(planAccount({ endpoint, tokenProvider })).toMatchObject({ tokenProvider });
    expect(() => planAccount({ endpoint })).toThrow(TypeError);
  });

  it('hands a credential of Microsoft Entra ID on', () => {
    const aadCredentials = { getToken: async () => null };
    expect(planAccount({ endpoint, aadCredentials }).plan.driverOptions.credential).toEqual({
      tokenCredential: aadCredentials,
    });
  });
});
