import { describe, expect, it } from '@jest/globals';
import { isCosmosError } from '../src/errors/cosmos-error.ts';
import { fakeAccount, readOrder } from './fakes/fake-account.ts';

describe('the diagnostics of an operation', () => {
  it('hold and show what the options of the runtime say', async () => {
    const diagnostics = { defaultVerbosity: 'detailed', maxRequestDiagnostics: 16 } as const;
    const { createDriver, transport } = fakeAccount({ runtime: { diagnostics } });
    const driver = await createDriver();
    const throttled = { status: 429, headers: { 'x-ms-retry-after-ms': '1' } };
    transport.next(...Array.from({ length: 18 }, () => throttled), { status: 200 });
    const response = await driver.executeOperation(readOrder);
    expect(response.diagnostics.requestCount).toBe(19);
    expect(response.diagnostics.requests.map(({ status }) => status)).toEqual([429, 429, 429, 200]);
    expect(JSON.parse(JSON.stringify(response.diagnostics)).requests).toHaveLength(4);
  });

  it('are on an error, with what the options say', async () => {
    const { createDriver, transport } = fakeAccount({
      environment: { AZURE_COSMOS_DIAGNOSTICS_DEFAULT_VERBOSITY: 'detailed' },
    });
    const driver = await createDriver();
    transport.next({ status: 404 });
    const error = await driver.executeOperation(readOrder).catch((thrown: unknown) => thrown);
    if (!isCosmosError(error)) throw error;
    expect(JSON.parse(error.diagnostics.render()).requests).toMatchObject([{ status: '404 (NotFound)' }]);
  });
});
