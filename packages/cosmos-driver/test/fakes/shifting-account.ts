import { createCosmosRuntime } from '../../src/create-runtime-node.ts';
import type { CosmosDriver } from '../../src/driver.ts';
import { CosmosOperation } from '../../src/operation/cosmos-operation.ts';
import { type FeedAccount, feedAccount } from './feed-account.ts';

/** A change of partitions while a request of a feed is under way. */
export interface Shift {
  readonly kind: 'split' | 'merge';
  /** Which partition, or which one with the one behind it; counted around. */
  readonly pick: number;
  /** Before which request it happens, counted from the one before. */
  readonly after: number;
  /** Whether the request is carried out before it, so that its answer comes from a partition that is gone. */
  readonly isLate: boolean;
}

/** An account whose partitions change while a driver reads feeds. */
export interface ShiftingAccount extends FeedAccount {
  /** Reads through the shifts that are due. */
  readonly driver: CosmosDriver;
  /** From now on these happen, one after the other; none of those before. */
  plan(shifts: readonly Shift[]): void;
  /** Whether any has happened: a driver may know of it only later. */
  hasShifted(): boolean;
}

const place = { database: 'shop', container: 'orders' };
const mostPartitions = 8;

export async function shiftingAccount(...options: Parameters<typeof feedAccount>): Promise<ShiftingAccount> {
  const account = await feedAccount(...options);
  const { control } = account.account;
  let due: Shift[] = [];
  let requests = 0;
  let hasShifted = false;

  async function partitionIds(): Promise<string[]> {
    const { body } = await account.driver.executeOperation(CosmosOperation.readPartitionKeyRanges(account.container));
    const ranges = (body.kind === 'items' ? body.items : []) as { id: string; minInclusive: string }[];
    return ranges.toSorted((one, other) => (one.minInclusive < other.minInclusive ? -1 : 1)).map(({ id }) => id);
  }

  async function shift({ kind, pick }: Shift): Promise<void> {
    const ids = await partitionIds();
    const at = pick % ids.length;
    const [one, other] = [ids[at], ids[at + 1]];
    if (one === undefined) return;
    if (kind === 'split' && ids.length < mostPartitions) {
      await control.splitPartition({ ...place, partitionKeyRangeId: one });
      hasShifted = true;
    }
    if (kind === 'merge' && other !== undefined) {
      await control.mergePartitions({ ...place, partitionKeyRangeIds: [one, other] });
      hasShifted = true;
    }
  }

  const inner = account.account.transport();
  const runtime = createCosmosRuntime({
    transport: {
      async send(request) {
        const [next] = due;
        if (next === undefined || !request.url.includes('/docs') || requests++ < next.after) return inner.send(request);
        requests = 0;
        due = due.slice(1);
        if (!next.isLate) await shift(next);
        const response = await inner.send(request);
        if (next.isLate) await shift(next);
        return response;
      },
    },
  });
  const driver = await runtime.createDriver({
    endpoint: account.account.endpoint,
    credential: { key: account.account.key },
  });
  const container = await driver.resolveContainer('shop', 'orders');
  return {
    ...account,
    driver,
    container,
    plan(shifts) {
      due = [...shifts];
      requests = 0;
    },
    hasShifted: () => hasShifted,
    async close() {
      await runtime.close();
      await account.close();
    },
  };
}
