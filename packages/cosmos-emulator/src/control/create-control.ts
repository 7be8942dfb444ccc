import type { Emulation } from '../serving/emulation.ts';
import type { ManagedServer } from '../serving/listen.ts';
import { createFaultControl } from './create-fault-control.ts';
import { createRegionControl } from './create-region-control.ts';
import type { EmulatorControl } from './emulator-control.ts';
import { issueResourceToken } from './issue-resource-token.ts';
import { mergePartitions } from './merge-partitions.ts';
import { movePartitionWrites } from './move-partition-writes.ts';
import { splitPartition } from './split-partition.ts';

/** The control functions of an account. */
export function createControl(emulation: Emulation, servers: ReadonlySet<ManagedServer>): EmulatorControl {
  const { store } = emulation;
  const openAndShutPorts = async (): Promise<void> => {
    await Promise.all([...servers].map((server) => server.followFaults()));
  };
  return {
    ...createFaultControl(emulation, openAndShutPorts),
    ...createRegionControl(store, async (region) => {
      await Promise.all([...servers].map((server) => server.openRegion(region)));
      await openAndShutPorts();
    }),
    splitPartition: async (options) => splitPartition(store, options),
    setPartitionWriteRegion: async (options) => movePartitionWrites(store, options),
    mergePartitions: async (options) => mergePartitions(store, options),
    issueResourceToken: async (options) => issueResourceToken(emulation, options),
  };
}
