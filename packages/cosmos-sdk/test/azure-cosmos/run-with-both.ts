import * as azure from '@azure/cosmos';
import { describe, expect, it } from '@jest/globals';
import { createEmulator, type EmulatedAccount } from '@perdura/cosmos-emulator';
import * as ours from '../../src/azure-cosmos/index.ts';
import type { CosmosModule } from './module-under-test.ts';
import type { Seen } from './record.ts';

type Client = InstanceType<CosmosModule['CosmosClient']>;
type ClientOptions = Exclude<ConstructorParameters<CosmosModule['CosmosClient']>[0], string>;

/** What a scenario is played on: a fresh account, reached over HTTP. */
export interface Stage {
  readonly module: CosmosModule;
  readonly account: EmulatedAccount;
  readonly endpoint: string;
  /** A client with the account's key, disposed of afterwards. */
  client(options?: Partial<ClientOptions>): Client;
}

/** One thing that programs do. Answers what they saw, as JSON. */
export type Scenario = (stage: Stage) => Promise<Seen>;

const modules: readonly (readonly [string, CosmosModule])[] = [
  ['@azure/cosmos', azure],
  ['@perdura/cosmos-sdk/azure-cosmos', ours as unknown as CosmosModule],
];

type EmulatorSettings = Parameters<typeof createEmulator>[0];

async function play(scenario: Scenario, module: CosmosModule, settings: EmulatorSettings): Promise<unknown> {
  const account = createEmulator({ regions: ['East US'], ...settings });
  const { endpoint } = await account.listen();
  const clients: Client[] = [];
  try {
    const seen = await scenario({
      module,
      account,
      endpoint,
      client(options = {}) {
        const client = new module.CosmosClient({ endpoint, key: account.key, ...options });
        clients.push(client);
        return client;
      },
    });
    return JSON.parse(JSON.stringify(seen));
  } finally {
    for (const client of clients) client.dispose();
    await account.close();
  }
}

/**
 * Plays a scenario with both modules, each on an account of its own.
 *
 * @param expected  What both must have seen, so that two equal wrongs do not pass.
 */
export function sameWithBoth(title: string, scenario: Scenario, expected: Seen, settings?: EmulatorSettings): void {
  describe(title, () => {
    const seen: unknown[] = [];
    for (const [name, module] of modules) {
      it(`works with ${name}`, async () => {
        const record = await play(scenario, module, settings);
        expect(record).toMatchObject(expected);
        seen.push(record);
      });
    }
    it('is the same with both', () => {
      expect(seen).toHaveLength(2);
      expect(seen[1]).toEqual(seen[0]);
    });
  });
}

/** Plays a scenario with both modules where they differ on purpose. */
export function differsWithBoth(
  title: string,
  scenario: Scenario,
  theirs: Seen,
  oursInstead: Seen,
  settings?: EmulatorSettings,
): void {
  describe(title, () => {
    for (const [index, [name, module]] of modules.entries()) {
      it(`with ${name}`, async () => {
        expect(await play(scenario, module, settings)).toMatchObject(index === 0 ? theirs : oursInstead);
      });
    }
  });
}
