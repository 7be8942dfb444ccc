import { type Region, regionKey } from '../account/region.ts';
import { requireRegionFailure } from '../faults/region-failure.ts';
import type { Emulation } from '../serving/emulation.ts';
import type { ManagedServer } from '../serving/listen.ts';
import type { EmulatorControl } from './emulator-control.ts';
import { mergePartitions } from './merge-partitions.ts';
import { splitPartition } from './split-partition.ts';

/** The control functions of an account. */
export function createControl(emulation: Emulation, servers: ReadonlySet<ManagedServer>): EmulatorControl {
  const listenersOf = (region: Region) => [...servers].flatMap(({ listeners }) => listeners.get(region) ?? []);
  const requireRegion = (name: string): Region => {
    const { regions } = emulation.store.options;
    const region = regions.find(({ key }) => key === regionKey(String(name)));
    if (region !== undefined) return region;
    throw new TypeError(`The account has no region ${name}, only ${regions.map((each) => each.name).join(', ')}.`);
  };
  return {
    failRegion: async (name, failure) => {
      const region = requireRegion(name);
      emulation.failures.set(region, requireRegionFailure(failure));
      await Promise.all(
        listenersOf(region).map((each) => (failure.kind === 'unreachable' ? each.shut() : each.open())),
      );
    },
    restoreRegion: async (name) => {
      const region = requireRegion(name);
      emulation.failures.delete(region);
      await Promise.all(listenersOf(region).map((each) => each.open()));
    },
    splitPartition: async (options) => splitPartition(emulation.store, options),
    mergePartitions: async (options) => mergePartitions(emulation.store, options),
  };
}
