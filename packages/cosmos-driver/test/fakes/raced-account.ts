import { isCosmosError } from '../../src/errors/cosmos-error.ts';
import { faultInjectionRule } from '../../src/faults/fault-injection-rule.ts';
import { faultOperationTypeOf } from '../../src/faults/fault-operation-type.ts';
import type { FaultResult } from '../../src/faults/fault-result.ts';
import { CosmosOperation } from '../../src/operation/cosmos-operation.ts';
import type { ExecuteOptions } from '../../src/options/operation-options.ts';
import { type RegionsAccount, regionsAccount, regionsAsked } from './regions-account.ts';

/** What a driver meets in some regions, by region. */
type Faults = Readonly<Record<string, FaultResult>>;

/** An account whose first regions can be slow or unwell, with one order. */
export interface RacedAccount {
  readonly shop: RegionsAccount;
  /** Makes a driver that meets faults, and reads the order; or carries out another operation. */
  race(faults: Faults, options?: ExecuteOptions, operation?: CosmosOperation): Promise<RaceSeen>;
}

/** What a race looks like from outside. */
interface RaceSeen {
  readonly regions: readonly (string | undefined)[];
  readonly contexts: readonly string[];
  readonly errors: readonly (string | number | undefined)[];
  readonly durationMs: number;
  readonly code: string | undefined;
  readonly effectiveRegion: string | undefined;
  readonly hedge: unknown;
}

export async function racedAccount(): Promise<RacedAccount> {
  const shop = await regionsAccount();
  await shop.driver.executeOperation(shop.create);
  return {
    shop,
    async race(faults, options, operation = shop.read) {
      const operationType = faultOperationTypeOf(operation);
      const faultInjectionRules = Object.entries(faults).map(([region, result]) =>
        faultInjectionRule(region).when({ region, operationType }).result(result).build(),
      );
      const driver = await shop.createDriver({ faultInjectionRules });
      const result = await driver.executeOperation(operation, options).catch((error: unknown) => {
        if (isCosmosError(error)) return error;
        throw error;
      });
      const { diagnostics } = result;
      return {
        regions: regionsAsked(result),
        contexts: diagnostics.requests.map(({ executionContext }) => executionContext),
        errors: diagnostics.requests.map(({ error, status }) => error ?? status),
        durationMs: diagnostics.durationMs,
        code: isCosmosError(result) ? result.code : undefined,
        effectiveRegion: diagnostics.effectiveRegion,
        hedge: diagnostics.hedge,
      };
    },
  };
}

/** Reads the container of orders. */
export function readOrders({ orders }: RegionsAccount): CosmosOperation {
  return CosmosOperation.readContainer(orders.database, orders.id);
}
