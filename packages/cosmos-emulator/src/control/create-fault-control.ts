import { subStatuses } from '@perdura/cosmos-protocol';
import type { Fault } from '../faults/fault.ts';
import { type FaultRule, requireFaultRule } from '../faults/fault-rule.ts';
import { requireRegionFailure } from '../faults/region-failure.ts';
import { refuseUnknownOptions } from '../options/refuse-unknown-options.ts';
import type { Emulation } from '../serving/emulation.ts';
import type { FaultControl, InjectedFault } from './fault-control.ts';
import { requireRegion } from './require-region.ts';

/**
 * The control functions about faults. A region that fails is a fault that goes before all others.
 *
 * @param openAndShutPorts  Makes the servers' ports follow the faults in force.
 */
export function createFaultControl(emulation: Emulation, openAndShutPorts: () => Promise<void>): FaultControl {
  const { store } = emulation;
  const regionFailures = new Map<string, Fault>();
  const replaceRegionFailure = async (name: string, next: (key: string) => readonly Fault[]): Promise<void> => {
    const { key } = requireRegion(store, name);
    const faults = next(key);
    const failing = regionFailures.get(key);
    emulation.faults = [...faults, ...emulation.faults.filter((fault) => fault !== failing)];
    regionFailures.delete(key);
    for (const fault of faults) regionFailures.set(key, fault);
    await openAndShutPorts();
  };
  const injectFault = async (rule: FaultRule): Promise<InjectedFault> => {
    const { when = {}, result, hitLimit = Infinity, probability = 1 } = requireFaultRule(rule);
    const { region, operationType, container } = when;
    const regionKey = region === undefined ? undefined : requireRegion(store, region).key;
    const fault: Fault = { regionKey, operationType, container, result, hitLimit, probability, hitCount: 0 };
    emulation.faults = [...emulation.faults, fault];
    await openAndShutPorts();
    return {
      get hitCount() {
        return fault.hitCount;
      },
      remove: async () => {
        emulation.faults = emulation.faults.filter((each) => each !== fault);
        await openAndShutPorts();
      },
    };
  };
  return {
    failRegion: (name, failure) =>
      replaceRegionFailure(name, (regionKey) => [
        {
          regionKey,
          operationType: undefined,
          container: undefined,
          result: requireRegionFailure(failure),
          hitLimit: Infinity,
          probability: 1,
          hitCount: 0,
        },
      ]),
    restoreRegion: (name) => replaceRegionFailure(name, () => []),
    injectFault,
    forceSessionNotAvailable: async (region, options = {}) => {
      refuseUnknownOptions('forceSessionNotAvailable', options, new Set(['container', 'times']));
      const { container, times = 1 } = options;
      return injectFault({
        when: { region, operationType: 'readItem', ...(container !== undefined && { container }) },
        result: { kind: 'status', status: 404, subStatus: subStatuses.readSessionNotAvailable },
        hitLimit: times,
      });
    },
  };
}
