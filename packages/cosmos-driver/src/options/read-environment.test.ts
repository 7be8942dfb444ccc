import { describe, expect, it } from '@jest/globals';
import { operationOptionFields } from './operation-option-fields.ts';
import { type Environment, readEnvironment as readAny } from './read-environment.ts';

const readEnvironment = (environment: Environment) => readAny(operationOptionFields, environment);

describe('readEnvironment', () => {
  it('reads numbers, words, booleans and the fields of groups', () => {
    const { defaults, warnings } = readEnvironment({
      AZURE_COSMOS_MAX_FAILOVER_RETRY_COUNT: '5',
      AZURE_COSMOS_MAX_THROTTLE_RETRY_COUNT: ' 7 ',
      AZURE_COSMOS_RETRY_AMBIGUOUS_WRITES: 'NEVER',
      AZURE_COSMOS_CONTENT_RESPONSE_ON_WRITE: 'Enabled',
      AZURE_COSMOS_MAX_SESSION_RETRY_COUNT: '',
    });
    expect(defaults).toEqual({
      maxFailoverRetryCount: 5,
      throttlingRetry: { maxRetryCount: 7 },
      retryAmbiguousWrites: 'never',
      contentResponseOnWrite: true,
    });
    expect(warnings).toEqual([]);
  });

  it('reads overrides only of options that may be overridden', () => {
    const { overrides } = readEnvironment({
      AZURE_COSMOS_RETRY_AMBIGUOUS_WRITES_OVERRIDE: 'never',
      AZURE_COSMOS_MAX_FAILOVER_RETRY_COUNT_OVERRIDE: '9',
    });
    expect(overrides).toEqual({ retryAmbiguousWrites: 'never' });
  });

  it('ignores text that is no value, and says so', () => {
    const { defaults, warnings } = readEnvironment({ AZURE_COSMOS_MAX_FAILOVER_RETRY_COUNT: 'many' });
    expect(defaults).toEqual({});
    expect(warnings).toEqual([
      'The environment variable AZURE_COSMOS_MAX_FAILOVER_RETRY_COUNT is ignored: "many" is no value of maxFailoverRetryCount.',
    ]);
  });

  it('refuses values out of bounds', () => {
    expect(() => readEnvironment({ AZURE_COSMOS_MAX_FAILOVER_RETRY_COUNT: '101' })).toThrow('from 0 to 100, not 101');
  });
});
