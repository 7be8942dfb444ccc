import type { AccountStore } from '../account/account-store.ts';
import { type Region, regionKey } from '../account/region.ts';
import { completeSeeding, keepRegion, nextRegion, regionsWithData } from '../account/topology.ts';
import { requireRegionName } from '../options/emulator-options.ts';
import { refuseUnknownOptions } from '../options/refuse-unknown-options.ts';
import { beginDropping, dropRegion, fillRegion, moveWrites } from '../regions/change-regions.ts';
import { loseWrites } from '../regions/lose-writes.ts';
import { receiveAllCommits, receiveCommits } from '../regions/replicate.ts';
import type { AddRegionOptions, RegionControl } from './region-control.ts';
import { requireRegion, requireServingRegion } from './require-region.ts';

/**
 * The control functions about regions.
 *
 * @param openPorts  Makes a region reachable before the account shows it.
 */
export function createRegionControl(store: AccountStore, openPorts: (region: Region) => Promise<void>): RegionControl {
  const nowMs = () => store.options.clock.nowMs();
  const chosen = (name?: string) =>
    name === undefined ? regionsWithData(store.topology) : [requireRegion(store, name)];
  const setPaused = (name: string | undefined, isPaused: boolean): void => {
    for (const region of chosen(name)) {
      const queue = store.replication.get(region);
      if (queue !== undefined) queue.isPaused = isPaused;
      receiveCommits(store, region, nowMs());
    }
  };
  return {
    addRegion: async (name, options = {}) => {
      const seedingMs = readSeedingMs(options);
      requireNewRegion(store, name);
      const region = nextRegion(store.topology, name);
      await openPorts(region);
      requireNewRegion(store, name);
      fillRegion(store, region, nowMs() + seedingMs);
      store.topology = completeSeeding(store.topology, nowMs());
    },
    beginRegionRemoval: async (name) => {
      beginDropping(store, requireRemovable(store, name));
    },
    cancelRegionRemoval: async (name) => {
      const region = requireRegion(store, name);
      if (!store.topology.draining.has(region)) throw new TypeError(`The region ${region.name} is not being removed.`);
      store.topology = keepRegion(store.topology, region);
    },
    removeRegion: async (name) => {
      dropRegion(store, requireRemovable(store, name));
    },
    setWriteRegion: async (name) => {
      moveWrites(store, requireServingRegion(store, name));
    },
    forceFailover: async (name) => {
      const region = requireServingRegion(store, name);
      if (store.options.writeMode === 'multi') {
        throw new TypeError('All regions of the account write: none takes the place of another.');
      }
      if (region === store.topology.regions[0]) throw new TypeError(`The region ${region.name} writes already.`);
      return loseWrites(store, region, nowMs());
    },
    pauseReplication: async (name) => setPaused(name, true),
    resumeReplication: async (name) => setPaused(name, false),
    drainReplication: async (name) => {
      for (const region of chosen(name)) receiveAllCommits(store, region);
    },
  };
}

function readSeedingMs(options: AddRegionOptions): number {
  refuseUnknownOptions('addRegion', options, new Set(['seedingMs']));
  const { seedingMs = 0 } = options;
  if (typeof seedingMs !== 'number' || !Number.isFinite(seedingMs) || seedingMs < 0) {
    throw new TypeError('seedingMs must be a number of milliseconds from 0 on.');
  }
  return seedingMs;
}

function requireNewRegion({ topology }: AccountStore, name: string): void {
  requireRegionName(name);
  if (regionsWithData(topology).some(({ key }) => key === regionKey(name))) {
    throw new TypeError(`The account has the region ${name} already.`);
  }
}

function requireRemovable(store: AccountStore, name: string): Region {
  const region = requireRegion(store, name);
  const { regions, draining } = store.topology;
  if (!regions.includes(region)) throw new TypeError(`The region ${region.name} is still being filled.`);
  if (regions.every((each) => each === region || draining.has(each))) {
    throw new TypeError(`The region ${region.name} is the last one that serves: an account needs one.`);
  }
  if (store.options.writeMode === 'single' && region === regions[0]) {
    throw new TypeError(
      `The region ${region.name} is the write region: make another one that with setWriteRegion first.`,
    );
  }
  return region;
}
