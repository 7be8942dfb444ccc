import type { CosmosDriver } from '../../src/driver.ts';
import type { TransportRequest } from '../../src/effects/transport.ts';
import type { CosmosError } from '../../src/errors/cosmos-error.ts';
import type { CosmosOperation } from '../../src/operation/cosmos-operation.ts';
import type { DriverOptions } from '../../src/options/driver-options.ts';
import { type FakeAccount, fakeAccount } from './fake-account.ts';
import type { Step } from './scripted-transport.ts';

export const ok: Step = { status: 200, body: { id: '1' } };
export const created = { status: 201 } as const;
export const status = (code: number, subStatus = 0): Step => ({
  status: code,
  headers: { 'x-ms-substatus': String(subStatus), 'x-ms-retry-after-ms': '10' },
});
export const refused: Step = { error: Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }) };
export const reset: Step = { error: Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }) };

/** What came of operations against a script. */
export interface Played extends FakeAccount {
  readonly driver: CosmosDriver;
  /** Responses and errors, by operation. */
  readonly ends: readonly unknown[];
  /** How the last operation ended, if it failed. */
  readonly error: CosmosError;
  readonly requests: readonly TransportRequest[];
  /** Where each request went. */
  readonly regions: readonly ('east' | 'west')[];
}

/** Carries operations out against a script. */
export async function play(
  operations: readonly CosmosOperation[],
  steps: readonly Step[],
  {
    options,
    driverOptions,
    ...account
  }: Parameters<typeof fakeAccount>[0] & {
    readonly options?: object;
    readonly driverOptions?: Partial<DriverOptions>;
  } = {},
): Promise<Played> {
  const fake = fakeAccount(account);
  const driver = await fake.createDriver(driverOptions);
  fake.transport.next(...steps);
  const ends: unknown[] = [];
  for (const operation of operations) {
    ends.push(await driver.executeOperation(operation, options).catch((error: unknown) => error));
    // What was learned is noted when the driver has found out whose it is.
    await new Promise((resolve) => setImmediate(resolve));
  }
  const { requests } = fake.transport;
  const regions = requests.map(({ url }) => (url.includes('westus') ? 'west' : 'east'));
  return { ...fake, driver, ends, error: ends.at(-1) as CosmosError, requests, regions };
}
