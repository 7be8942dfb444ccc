import type { AccountData, EmulatedAccount, FaultResult, InjectedFault } from '@perdura/cosmos-emulator';
import type { FakeClock } from '../fakes/fake-clock.ts';
import type { Chance } from './chance.ts';
import { checkLoss } from './check-loss.ts';

/** What happens to an account while it is used. */
export interface Weather {
  /** Changes something: faults, partitions, replication, or the write region. */
  change(): Promise<void>;
  /** Ends all faults. */
  clear(): Promise<void>;
  /** How often each kind of change was made. */
  readonly changes: {
    faults: number;
    splits: number;
    merges: number;
    failovers: number;
    pauses: number;
    losses: number;
    lostWrites: number;
  };
}

const status = (code: number, subStatus = 0): FaultResult => ({ kind: 'status', status: code, subStatus });
const results: readonly [FaultResult, ...FaultResult[]] = [
  status(503),
  status(408),
  status(429, 3200),
  status(429, 3092),
  status(449),
  status(410),
  status(410, 1002),
  status(410, 1007),
  status(500),
  status(404, 1002),
  { kind: 'connection-reset' },
  { kind: 'timeout' },
];
const operationTypes = [
  undefined,
  'readItem',
  'createItem',
  'upsertItem',
  'replaceItem',
  'deleteItem',
  'patchItem',
  'batch',
  'queryItems',
  'readPartitionKeyRanges',
] as const;
const container = { database: 'shop', container: 'orders' };
const maxRanges = 16;

interface Range {
  readonly id: string;
  /** Until then it is locked. */
  readonly freeAtMs: number;
}

/** What the weather is made of. */
export interface WeatherParts {
  readonly account: EmulatedAccount;
  /** The account's, the write region first. */
  readonly regions: readonly [string, ...string[]];
  readonly rangeIds: readonly string[];
  readonly clock: FakeClock;
  readonly chance: Chance;
  /** Told in the same turn when the write region is lost. (default: it never is, and replication never pauses) */
  readonly onLoss?: ((before: AccountData, after: AccountData) => void) | undefined;
}

/** Random faults, splits, merges and failovers. */
export function createWeather({ account, regions, rangeIds, clock, chance, onLoss }: WeatherParts): Weather {
  const { control } = account;
  let writeRegion = regions[0];
  let downRegion: string | undefined;
  let faults: readonly InjectedFault[] = [];
  const ranges: Range[] = rangeIds.map((id) => ({ id, freeAtMs: 0 }));
  const changes = { faults: 0, splits: 0, merges: 0, failovers: 0, pauses: 0, losses: 0, lostWrites: 0 };
  const clear = async (): Promise<void> => {
    if (downRegion !== undefined) await control.restoreRegion(downRegion);
    downRegion = undefined;
    for (const fault of faults) await fault.remove();
    faults = [];
  };

  async function changeFaults(): Promise<void> {
    await clear();
    const injected: InjectedFault[] = [];
    for (let count = chance.below(4); count > 0; count--) {
      const operationType = chance.pick(operationTypes);
      const region = chance.happens(0.7) ? chance.pick(regions) : undefined;
      const rule = {
        when: { ...(operationType !== undefined && { operationType }), ...(region !== undefined && { region }) },
        result: chance.pick(results),
        probability: chance.pick([0.02, 0.1, 0.3, 0.9]),
      };
      injected.push(await control.injectFault(rule));
    }
    faults = injected;
    changes.faults += injected.length;
  }

  /** Replication is drained in the same turn: a token of the old ranges asks nothing of a region that has the new ones. */
  async function changePartitions(): Promise<void> {
    const lockMs = chance.pick([0, 50, 1_000]);
    const nowMs = clock.nowMs();
    const freeAtMs = nowMs + lockMs;
    const index = chance.below(ranges.length);
    const [one, other] = ranges.slice(index, index + 2);
    if (one === undefined || one.freeAtMs > nowMs) return;
    if (ranges.length < maxRanges && chance.happens(0.6)) {
      const drained = control.drainReplication();
      const ids = await control
        .splitPartition({ ...container, partitionKeyRangeId: one.id, lockMs })
        .catch((error: unknown) => {
          if (/too narrow/.test(String(error))) return undefined;
          throw error;
        });
      await drained;
      if (ids === undefined) return;
      ranges.splice(index, 1, ...ids.map((id) => ({ id, freeAtMs })));
      changes.splits++;
    } else if (other !== undefined && other.freeAtMs <= nowMs) {
      const drained = control.drainReplication();
      const id = await control.mergePartitions({ ...container, partitionKeyRangeIds: [one.id, other.id], lockMs });
      await drained;
      ranges.splice(index, 2, { id, freeAtMs });
      changes.merges++;
    }
  }

  /** Both in one turn, so that nothing is written in between. */
  async function failOver(): Promise<void> {
    changes.failovers++;
    writeRegion = chance.pick(regions);
    await Promise.all([control.drainReplication(), control.setWriteRegion(writeRegion)]);
  }

  async function changeReplication(): Promise<void> {
    const region = chance.pick(regions);
    if (chance.happens(0.4)) return control.resumeReplication();
    changes.pauses++;
    await control.pauseReplication(region);
  }

  /** The write region is gone with what only it has; it comes back empty-handed, at once or with the next faults. */
  async function loseWriteRegion(tell: NonNullable<typeof onLoss>): Promise<void> {
    const lostRegion = writeRegion;
    writeRegion = chance.pick(regions);
    if (writeRegion === lostRegion) return;
    changes.losses++;
    const before = account.exportData();
    const losing = control.forceFailover(writeRegion);
    const after = account.exportData();
    tell(before, after);
    const lost = await losing;
    changes.lostWrites += lost.length;
    checkLoss(before, after, lost);
    if (!chance.happens(0.5)) return;
    await clear();
    downRegion = lostRegion;
    await control.failRegion(lostRegion, { kind: chance.pick(['unreachable', 'connection-reset']) });
  }

  return {
    changes,
    clear,
    change() {
      const choice = chance.next();
      if (onLoss !== undefined && choice < 0.2) return choice < 0.1 ? changeReplication() : loseWriteRegion(onLoss);
      if (choice < 0.7) return changeFaults();
      return choice < 0.9 ? changePartitions() : failOver();
    },
  };
}
