import type { Region } from '../account/region.ts';
import { requireRegionFailure } from '../faults/region-failure.ts';
import type { Emulation } from '../serving/emulation.ts';
import type { ManagedServer } from '../serving/listen.ts';
import { createRegionControl } from './create-region-control.ts';
import type { EmulatorControl } from './emulator-control.ts';
import { mergePartitions } from './merge-partitions.ts';
import { requireRegion } from './require-region.ts';
import { splitPartition } from './split-partition.ts';

/** The control functions of an account. */
export function createControl(emulation: Emulation, servers: ReadonlySet<ManagedServer>): EmulatorControl {
  const { store } = emulation;
  const listenersOf = ({ key }: Region) => [...servers].flatMap(({ listeners }) => listeners.get(key) ?? []);
  return {
    failRegion: async (name, failure) => {
      const region = requireRegion(store, name);
      emulation.failures.set(region.key, requireRegionFailure(failure));
      await Promise.all(
        listenersOf(region).map((each) => (failure.kind === 'unreachable' ? each.shut() : each.open())),
      );
    },
    restoreRegion: async (name) => {
      const region = requireRegion(store, name);
      emulation.failures.delete(region.key);
      await Promise.all(listenersOf(region).map((each) => each.open()));
    },
    splitPartition: async (options) => splitPartition(store, options),
    mergePartitions: async (options) => mergePartitions(store, options),
    ...createRegionControl(store, async (region) => {
      await Promise.all([...servers].map((server) => server.openRegion(region)));
    }),
  };
}
